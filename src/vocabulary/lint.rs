//! What is looked for in checks.

words! {
    #[derive(PartialOrd, Ord)]
    /// A kind of weakness of a check, which `ravelin checks lint` finds.
    pub enum Lint {
        /// What is set to nothing (`""`, `" "`, `[]`, `[""]`, `{}`) counts as set.
        Blank = "blank",
        /// What the absence of an attribute means is not said, not shown, or said wrong.
        Absence = "absence",
        /// The same value in another type (`"true"`, a number as text, one value for a list) gets another verdict.
        Type = "type",
        /// That something is there counts, though it says that it is off, or lets everything in.
        Presence = "presence",
        /// A condition silences the check where something else is not there.
        Guard = "guard",
        /// The same value in another spelling, or among others, gets another verdict.
        Narrow = "narrow",
        /// A kind that shares the attribute is not judged.
        Sibling = "sibling",
        /// A text that another check has as well.
        Repetition = "repetition",
        /// A message that does not say the value.
        Message = "message",
        /// A text that speaks of another provider.
        Provider = "provider",
        /// Another tool's name that stands in two unrelated checks.
        Alias = "alias",
        /// What one check asks for another one refuses.
        Contradiction = "contradiction",
    }
}
