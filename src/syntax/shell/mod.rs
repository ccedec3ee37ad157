//! Shell command lines, split into simple commands.
