//! What comes of edits, by the text.

mod everywhere;

use super::{Dockerfile, Place};
use crate::fix::{TextEdit, Unfixable, apply, are_apart};
use crate::source::TextRange;
use crate::syntax::dockerfile::parse;

type Edits = Result<Vec<TextEdit>, Unfixable>;

/// A text in which `«` and `»` enclose a place.
fn marked(text: &str) -> (String, TextRange) {
    let start = text.find('«').expect("begins");
    let end = text.find('»').expect("ends") - '«'.len_utf8();
    (text.replace(['«', '»'], ""), TextRange::new(start, end))
}

fn add_option(file: &Dockerfile<'_>, at: TextRange, text: &str) -> Edits {
    file.add_option(at, text)
}

fn add_flag(file: &Dockerfile<'_>, at: TextRange, text: &str) -> Edits {
    file.add_flag(at, text)
}

fn replace(file: &Dockerfile<'_>, at: TextRange, text: &str) -> Edits {
    file.replace(at, text)
}

fn rename(file: &Dockerfile<'_>, at: TextRange, text: &str) -> Edits {
    file.rename(at, text)
}

/// Texts with a place and a word for the edit, and the texts afterwards, or `! why`.
fn check(cases: &[(&str, &str, &str)], edit: impl Fn(&Dockerfile<'_>, TextRange, &str) -> Edits) {
    let mut faults = Vec::new();
    let mut expect = |text: &str, word: &str, expected: &str| {
        let (text, at) = marked(text);
        let file = Dockerfile::read(&text).expect("can be read");
        let result = match edit(&file, at, word) {
            Ok(edits) => {
                assert!(are_apart(&edits), "{edits:?}");
                apply(&text, &edits)
            }
            Err(why) => format!("! {why}"),
        };
        let is_read = result.starts_with('!') || parse(&result).errors.is_empty();
        if result != expected || !is_read {
            faults.push(format!("{text:?} {word}\n  {result:?}\n  {expected:?}"));
        }
    };
    for (text, word, expected) in cases {
        expect(text, word, expected);
        if text.contains('\n') {
            expect(&text.replace('\n', "\r\n"), word, &expected.replace('\n', "\r\n"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn instructions_are_added_where_they_belong() {
    let cases = [
        ("«FROM a»\nRUN b\n", "USER x", "FROM a\nRUN b\nUSER x\n"),
        ("«FROM a»\nRUN b\n\n# start\nCMD c\n", "USER x", "FROM a\nRUN b\n\nUSER x\n# start\nCMD c\n"),
        (
            "«FROM a»\nCMD b\nRUN c\nENTRYPOINT d\nCMD e\n",
            "USER x",
            "FROM a\nCMD b\nRUN c\nUSER x\nENTRYPOINT d\nCMD e\n",
        ),
        ("«FROM a»\nHEALTHCHECK NONE\nFROM b\nCMD e\n", "USER x", "FROM a\nHEALTHCHECK NONE\nFROM b\nUSER x\nCMD e\n"),
        ("«from a»\nrun b\n", "USER X", "from a\nrun b\nuser X\n"),
        ("«FROM a»\nRUN <<E\nb\nE\n", "USER x", "FROM a\nRUN <<E\nb\nE\nUSER x\n"),
        ("«FROM a»\nRUN b \\\n", "USER x", "! the instruction goes on below, with nothing behind it"),
    ];
    check(&cases, |file, _, text| file.add_instruction(text, Place::End));
    let cases = [("FROM «a»\nRUN b\nCMD c\nFROM d\n", "USER x", "FROM a\nRUN b\nUSER x\nCMD c\nFROM d\n")];
    check(&cases, |file, at, text| file.add_instruction(text, Place::EndOfStage(at)));
    let cases = [
        ("FROM a\n# c\nRUN «b» \\\n  d\n", "USER x", "FROM a\nUSER x\n# c\nRUN b \\\n  d\n"),
        ("«FROM» a\n", "ARG x", "ARG x\nFROM a\n"),
    ];
    check(&cases, |file, at, text| file.add_instruction(text, Place::Before(at)));
    let cases = [
        ("FROM a\nRUN «b» \\\n  d # e\n# c\n", "USER x", "FROM a\nRUN b \\\n  d # e\nUSER x\n# c\n"),
        ("«FROM a»", "USER x", "FROM a\nUSER x"),
        ("FROM a\nONBUILD RUN «b»\n", "USER x", "! what `ONBUILD` says is for another build"),
    ];
    check(&cases, |file, at, text| file.add_instruction(text, Place::After(at)));
}

#[test]
fn options_stand_behind_the_subcommand() {
    let cases = [
        ("FROM a\nRUN apt-get «install» x\n", "-y", "FROM a\nRUN apt-get install -y x\n"),
        ("FROM a\nRUN a && apt-get «install»\\\n  x\n", "-y", "FROM a\nRUN a && apt-get install -y\\\n  x\n"),
        ("FROM a\nRUN a && apt-get «install» -y x\n", "-y", "FROM a\nRUN a && apt-get install -y x\n"),
        ("FROM a\nRUN apt-get «install» x && y -y\n", "-y", "FROM a\nRUN apt-get install -y x && y -y\n"),
        ("FROM a\nRUN <<E\napt-get «install» x\nE\n", "-y", "FROM a\nRUN <<E\napt-get install -y x\nE\n"),
        (
            "FROM a\nRUN [\"apt-get\", \"«install»\", \"x\"]\n",
            "-o A",
            "FROM a\nRUN [\"apt-get\", \"install\", \"-o\", \"A\", \"x\"]\n",
        ),
        (
            "FROM a\nRUN [\"sh\", \"-c\", \"pip «install» x\"]\n",
            "--y",
            "FROM a\nRUN [\"sh\", \"-c\", \"pip install --y x\"]\n",
        ),
        ("FROM a\nRUN sh -c 'pip «install» x'\n", "--y", "FROM a\nRUN sh -c 'pip install --y x'\n"),
        ("FROM a\nHEALTHCHECK CMD «curl» x\n", "-f", "FROM a\nHEALTHCHECK CMD curl -f x\n"),
        ("FROM windows\nRUN choco «install» x\n", "-y", "! commands for a shell of Windows are not edited"),
        ("FROM a\nONBUILD RUN pip «install» x\n", "-y", "! what `ONBUILD` says is for another build"),
        ("FROM a\nCOPY «b» c\n", "-y", "! no command stands there"),
    ];
    check(&cases, add_option);
    let cases = [
        ("FROM a\n«COPY» b c\n", "--chown=x", "FROM a\nCOPY --chown=x b c\n"),
        ("FROM a\n«COPY --from=d b c»\n", "--chown=x", "FROM a\nCOPY --from=d --chown=x b c\n"),
        ("FROM a\n«COPY» --chown=y b c\n", "--chown=x", "FROM a\nCOPY --chown=x b c\n"),
    ];
    check(&cases, add_flag);
}

#[test]
fn what_is_removed_leaves_a_whole_file() {
    let cases = [
        ("FROM a\n«RUN b \\\n c»\nRUN d\n", "", "FROM a\nRUN d\n"),
        ("FROM a\n# c\n«MAINTAINER» b\n", "", "FROM a\n# c\n"),
        ("«FROM a»\n", "", "! a stage cannot be removed"),
        ("FROM a\nCOPY «--chown=x» b c\n", "", "FROM a\nCOPY b c\n"),
        ("FROM a\nCOPY --chown=«x» --from=d b c\n", "", "FROM a\nCOPY --from=d b c\n"),
        ("FROM a\nENV «b=1» c=2\n", "", "FROM a\nENV c=2\n"),
        ("FROM a\nENV b=1 \\\n    «c=2» \\\n    d=3\n", "", "FROM a\nENV b=1 \\\n    d=3\n"),
        ("FROM a\nENV «b=1»\nRUN c\n", "", "FROM a\nRUN c\n"),
        ("FROM a\nENV «b 1 2»\nRUN c\n", "", "FROM a\nRUN c\n"),
        ("FROM a\nEXPOSE 80 «22»\n", "", "FROM a\nEXPOSE 80\n"),
        ("FROM a\nEXPOSE «22»\nRUN x\n", "", "FROM a\nRUN x\n"),
        ("FROM a\nCOPY «b» c d\n", "", "FROM a\nCOPY c d\n"),
        ("FROM a\nCOPY «b» c\n", "", "! too little would be left of the instruction"),
        ("FROM a\nRUN [\"b\", \"«--c»\", \"d\"]\n", "", "FROM a\nRUN [\"b\", \"d\"]\n"),
        ("FROM a\nRUN [\"«sudo»\", \"--c\"]\n", "", "FROM a\nRUN [\"--c\"]\n"),
        ("FROM a\nRUN a «\\»\n\n  b \\\n  \n  c\n", "", "FROM a\nRUN a \\\n  b \\\n  c\n"),
    ];
    check(&cases, |file, at, _| file.remove(at));
}

#[test]
fn commands_and_words_leave_the_chain_whole() {
    let cases = [
        ("FROM a\nRUN «b» && c\n", "", "FROM a\nRUN c\n"),
        ("FROM a\nRUN b && «c»\n", "", "FROM a\nRUN b\n"),
        ("FROM a\nRUN b \\\n  && «c -d > e» \\\n  && f\n", "", "FROM a\nRUN b \\\n  && f\n"),
        (
            "FROM a\nRUN b && \\\n    «c» && \\\n    # about d\n    d\n",
            "",
            "FROM a\nRUN b && \\\n    # about d\n    d\n",
        ),
        ("FROM a\nRUN «b»\nRUN c\n", "", "FROM a\nRUN c\n"),
        ("FROM a\nRUN «X=1 b» && c\n", "", "FROM a\nRUN c\n"),
        ("FROM a\nRUN «b» --c\n", "", "! what follows would become a flag of the instruction"),
        ("FROM a\nRUN b; «c»; d\n", "", "FROM a\nRUN b; d\n"),
        ("FROM a\nRUN b && «c»; d\n", "", "! the command is part of a larger one"),
        ("FROM a\nRUN b || «c»\n", "", "! the command is part of a larger one"),
        ("FROM a\nRUN «b» | c\n", "", "! the command is part of a larger one"),
        ("FROM a\nRUN (b && «c»)\n", "", "! the command is part of a larger one"),
        ("FROM a\nRUN <<E\nb\n«c»\nd\nE\n", "", "FROM a\nRUN <<E\nb\nd\nE\n"),
        ("FROM a\nRUN b «--c» d && e\n", "", "FROM a\nRUN b d && e\n"),
        ("FROM a\nRUN b «--c d» e\n", "", "FROM a\nRUN b e\n"),
        ("FROM a\nRUN b \\\n  c \\\n  «d» \\\n  e\n", "", "FROM a\nRUN b \\\n  c \\\n  e\n"),
        ("FROM a\nRUN «sudo» b\n", "", "FROM a\nRUN b\n"),
        ("FROM a\nRUN b c«d»e\n", "", "! what stands there is no whole word"),
        ("FROM a\nSHELL [\"powershell\"]\nRUN b «c»\n", "", "! commands for a shell of Windows are not edited"),
    ];
    check(&cases, |file, at, _| file.remove(at));
}

#[test]
fn words_are_replaced_in_their_quotes() {
    let cases = [
        ("FROM a:«1» AS b\n", "2", "FROM a:2 AS b\n"),
        ("FROM a\nENV b=«c»\n", "d e", "FROM a\nENV b=\"d e\"\n"),
        ("FROM a\nENV b=«'c'»\n", "d", "FROM a\nENV b='d'\n"),
        ("FROM a\nENV b=«c»\n", "d\"", "! the new value has quotes or escapes"),
        ("FROM a\nCMD [\"«b»\"]\n", "c\"", "FROM a\nCMD [\"c\\\"\"]\n"),
        ("FROM a\nRUN curl «http»://b\n", "https", "FROM a\nRUN curl https://b\n"),
        ("FROM «{{ a }}»\n", "b", "! the value is filled in by a template"),
    ];
    check(&cases, replace);
    let cases =
        [("FROM a\n«ADD b c»\n", "COPY", "FROM a\nCOPY b c\n"), ("from a\nadd «b» c\n", "COPY", "from a\ncopy b c\n")];
    check(&cases, rename);
    let cases = [
        ("FROM a\n«ENV» b c\n", "", "FROM a\nENV b=c\n"),
        ("FROM a\nENV «b» c d  $e\n", "", "FROM a\nENV b=\"c d  $e\"\n"),
        ("FROM a\nENV «b» \"c d\"\n", "", "FROM a\nENV b=\"c d\"\n"),
        ("FROM a\nENV «b» c \\\n  d\n", "", "FROM a\nENV b=\"c \\\n  d\"\n"),
        ("FROM a\nENV «b» c 'd'\n", "", "! the value would mean something else in quotes"),
        ("FROM a\nENV «b=c»\n", "", "FROM a\nENV b=c\n"),
        ("FROM a\nRUN «b»\n", "", "! only `ENV` and `LABEL` assign"),
    ];
    check(&cases, |file, at, _| file.assign(at));
}
