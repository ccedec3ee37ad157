//! The stack that deep but legal nesting needs.

use std::sync::LazyLock;

use rayon::{ThreadPool, ThreadPoolBuilder};

/// Stack of a thread in bytes. The limits of the parsers are sized for this.
const STACK: usize = 16 << 20;

/// As many threads as rayon would have, made for the first scan and kept for those that follow.
static POOL: LazyLock<Option<ThreadPool>> = LazyLock::new(|| {
    ThreadPoolBuilder::new().stack_size(STACK).thread_name(|index| format!("scan {index}")).build().ok()
});

/// Does `work`, and all that it does in parallel, on threads with a deep stack, however small that of the caller is. Where
/// the system gives no threads, the caller does it.
pub fn deep<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    match &*POOL {
        Some(pool) => pool.install(work),
        None => work(),
    }
}

/// How many threads that are.
pub fn threads() -> usize {
    POOL.as_ref().map_or(1, ThreadPool::current_num_threads)
}

#[cfg(test)]
mod tests {
    use crate::check::Registry;
    use crate::diagnostic::Level;
    use crate::engine::{Input, Progress, Request, scan};
    use crate::source::SourceMap;

    /// Nearly as deep as the parsers allow, for a caller with next to no stack, whose own threads for parallel work have no
    /// more.
    #[test]
    fn callers_need_no_stack() {
        let list = |depth| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        let terms = " + 1".repeat(900);
        let sum = format!("((1{terms}){terms})");
        let texts = [
            ("list.tf", format!("output \"o\" {{\n  value = {}\n}}\n", list(250))),
            ("sum.tf", format!("output \"s\" {{\n  value = {sum}\n}}\n")),
            ("pod.yaml", format!("apiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec: {{a: {}}}\n", list(190))),
        ];
        let work = move || {
            let inputs = texts.map(|(name, text)| Input::Text { name: name.into(), text }).to_vec();
            let (registry, progress) = (Registry::embedded(), Progress::default());
            scan(&Request::new(inputs, "/nowhere".into(), &registry, &progress), SourceMap::new()).outcome
        };
        let caller = rayon::ThreadPoolBuilder::new().stack_size(256 << 10).build().expect("threads");
        let outcome = caller.install(work);
        assert_eq!(outcome.coverage.files.values().map(|count| count.complete).sum::<usize>(), 3);
        assert!(
            outcome.diagnostics.iter().all(|diagnostic| diagnostic.level != Level::Error || diagnostic.code == "limit")
        );
    }
}
