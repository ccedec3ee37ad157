//! Downloads, and data that came from them.

use crate::source::Span;

/// A file or a stream that came from the network.
pub(super) struct Download {
    /// What fetched it.
    pub(super) program: String,
    /// Its address as it is written, variables of the stage in place.
    pub(super) url: Option<String>,
    /// The command.
    pub(super) span: Span,
    /// Whether something has verified it.
    pub(super) verified: bool,
    /// The first command that runs it unverified.
    pub(super) run: Option<Use>,
    /// The first command that unpacks or installs it unverified.
    pub(super) unpacked: Option<Use>,
}

/// What a command does with a download.
pub(super) struct Use {
    pub(super) program: String,
    pub(super) span: Span,
}

impl Download {
    pub(super) fn new(program: &str, url: Option<&str>, span: Span) -> Self {
        let (program, url) = (program.to_owned(), url.map(str::to_owned));
        Self { program, url, span, verified: false, run: None, unpacked: None }
    }

    /// How it is transferred, where that is known. Both curl and wget take an address without a scheme for HTTP
    /// (<https://curl.se/docs/manpage.html>, <https://www.gnu.org/software/wget/manual/>).
    pub(super) fn scheme(&self) -> Option<String> {
        let url = self.url.as_deref()?;
        if let Some((scheme, _)) = url.split_once("://") {
            let is_scheme = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+');
            return is_scheme.then(|| scheme.to_ascii_lowercase());
        }
        let host = url.split('/').next().unwrap_or_default();
        let is_host =
            host.contains('.') && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:".contains(&byte));
        (is_host && matches!(&*self.program, "curl" | "wget")).then(|| "http".to_owned())
    }
}

/// All downloads of a file, by number.
#[derive(Default)]
pub(super) struct Downloads {
    all: Vec<Download>,
    /// How many bytes of scripts in words were read.
    inline: usize,
}

impl Downloads {
    pub(super) fn add(&mut self, download: Download) -> usize {
        self.all.push(download);
        self.all.len() - 1
    }

    pub(super) fn count(&self) -> usize {
        self.all.len()
    }

    pub(super) fn read_inline(&mut self, bytes: usize) {
        self.inline = self.inline.saturating_add(bytes);
    }

    /// Whether more scripts in words were read than a file of this size can hold, as variables allow that hold others.
    pub(super) fn is_spent(&self, size: usize) -> bool {
        self.inline > size.saturating_mul(4).saturating_add(64 * 1024)
    }

    pub(super) fn verify(&mut self, id: usize) {
        self.all[id].verified = true;
    }

    /// Notes that a program runs it.
    pub(super) fn runs(&mut self, id: usize, program: &str, span: Span) {
        let download = &mut self.all[id];
        if !download.verified {
            download.run.get_or_insert_with(|| Use { program: program.to_owned(), span });
        }
    }

    /// Notes that a program unpacks or installs it.
    pub(super) fn unpacks(&mut self, id: usize, program: &str, span: Span) {
        let download = &mut self.all[id];
        if !download.verified {
            download.unpacked.get_or_insert_with(|| Use { program: program.to_owned(), span });
        }
    }

    pub(super) fn into_iter(self) -> impl Iterator<Item = Download> {
        self.all.into_iter()
    }
}

/// What is known of some data: the download that it is, or is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Data {
    download: Option<usize>,
    /// Whether it is no more than the checksum of that.
    sum: bool,
}

impl Data {
    /// Nothing that was downloaded.
    pub(super) const NONE: Self = Self { download: None, sum: false };

    pub(super) fn of(download: Option<usize>) -> Self {
        Self { download, sum: false }
    }

    /// Its checksum.
    pub(super) fn sum(self) -> Self {
        Self { sum: self.download.is_some(), ..self }
    }

    /// The download that it is made of.
    pub(super) fn content(self) -> Option<usize> {
        self.download.filter(|_| !self.sum)
    }

    /// The download that it is the checksum of.
    pub(super) fn summed(self) -> Option<usize> {
        self.download.filter(|_| self.sum)
    }

    /// Both together: what is downloaded counts for more than a checksum, and what comes first for more than what follows.
    pub(super) fn and(self, other: Self) -> Self {
        if self.content().is_some() || other.download.is_none() || (self.sum && other.sum) { self } else { other }
    }
}
