//! Standard output.

use std::io::{self, Write};

/// Standard output. When whoever reads it has seen enough, as `head` has, the rest is let go: the command goes on, writes its
/// files, and ends with the code that it would have anyway. Other errors say what could not be written.
pub(super) struct Stdout(UntilClosed<io::StdoutLock<'static>>);

/// Standard output, for this thread alone.
pub(super) fn stdout() -> Stdout {
    Stdout(UntilClosed::new(io::stdout().lock()))
}

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes).map_err(|error| named(&error))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush().map_err(|error| named(&error))
    }
}

fn named(error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("standard output: {error}"))
}

/// A pipe, which takes everything once nobody reads it any more.
pub(super) struct UntilClosed<W> {
    pipe: W,
    is_closed: bool,
}

impl<W: Write> UntilClosed<W> {
    pub(super) fn new(pipe: W) -> Self {
        Self { pipe, is_closed: false }
    }

    /// What `written` says, or `otherwise` when the pipe is closed.
    fn unless_closed<T>(&mut self, written: impl FnOnce(&mut W) -> io::Result<T>, otherwise: T) -> io::Result<T> {
        if self.is_closed {
            return Ok(otherwise);
        }
        match written(&mut self.pipe) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(otherwise)
            }
            written => written,
        }
    }
}

impl<W: Write> Write for UntilClosed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.unless_closed(|pipe| pipe.write(bytes), bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.unless_closed(Write::flush, ())
    }
}
