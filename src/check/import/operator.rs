//! Checkov's operators on attributes.

/// What an operator asks, where it is not a denial of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Question {
    Exists,
    /// Holds of every resource.
    Anything,
    Equals,
    EqualsInAnyCase,
    Matches,
    Contains,
    Within,
    StartsWith,
    EndsWith,
    /// Compares with a number or, where the value is none, with a text.
    Compares(&'static str),
    Subset,
    Intersects,
    IsEmpty,
    IsTrue,
    Length(&'static str),
    Words(&'static str),
    RangeIncludes,
    CidrSubset,
}

/// An operator as a policy names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Operator {
    pub question: Question,
    /// Whether it holds where the answer is no.
    pub is_negated: bool,
    /// Whether the attribute is a `JSONPath`.
    pub is_path: bool,
}

/// Before the name of any of them where the attribute is a `JSONPath`.
const PATH_PREFIX: &str = "jsonpath_";

const OPERATORS: &[(&str, Question, bool)] = &[
    ("any", Question::Anything, false),
    ("cidr_range_not_subset", Question::CidrSubset, true),
    ("cidr_range_subset", Question::CidrSubset, false),
    ("contains", Question::Contains, false),
    ("ending_with", Question::EndsWith, false),
    ("equals", Question::Equals, false),
    ("equals_ignore_case", Question::EqualsInAnyCase, false),
    ("exists", Question::Exists, false),
    ("greater_than", Question::Compares(">"), false),
    ("greater_than_or_equal", Question::Compares(">="), false),
    ("intersects", Question::Intersects, false),
    ("is_empty", Question::IsEmpty, false),
    ("is_false", Question::IsTrue, true),
    ("is_not_empty", Question::IsEmpty, true),
    ("is_true", Question::IsTrue, false),
    ("length_equals", Question::Length("=="), false),
    ("length_greater_than", Question::Length(">"), false),
    ("length_greater_than_or_equal", Question::Length(">="), false),
    ("length_less_than", Question::Length("<"), false),
    ("length_less_than_or_equal", Question::Length("<="), false),
    ("length_not_equals", Question::Length("=="), true),
    ("less_than", Question::Compares("<"), false),
    ("less_than_or_equal", Question::Compares("<="), false),
    ("not_contains", Question::Contains, true),
    ("not_ending_with", Question::EndsWith, true),
    ("not_equals", Question::Equals, true),
    ("not_equals_ignore_case", Question::EqualsInAnyCase, true),
    ("not_exists", Question::Exists, true),
    ("not_intersects", Question::Intersects, true),
    ("not_regex_match", Question::Matches, true),
    ("not_starting_with", Question::StartsWith, true),
    ("not_subset", Question::Subset, true),
    ("not_within", Question::Within, true),
    ("number_of_words_equals", Question::Words("=="), false),
    ("number_of_words_greater_than", Question::Words(">"), false),
    ("number_of_words_greater_than_or_equal", Question::Words(">="), false),
    ("number_of_words_less_than", Question::Words("<"), false),
    ("number_of_words_less_than_or_equal", Question::Words("<="), false),
    ("number_of_words_not_equals", Question::Words("=="), true),
    ("range_includes", Question::RangeIncludes, false),
    ("range_not_includes", Question::RangeIncludes, true),
    ("regex_match", Question::Matches, false),
    ("starting_with", Question::StartsWith, false),
    ("subset", Question::Subset, false),
    ("within", Question::Within, false),
];

impl Operator {
    pub(super) fn named(word: &str) -> Option<Self> {
        let bare = word.strip_prefix(PATH_PREFIX);
        let name = bare.unwrap_or(word);
        let (_, question, is_negated) = OPERATORS.iter().find(|(known, ..)| *known == name)?;
        Some(Self { question: *question, is_negated: *is_negated, is_path: bare.is_some() })
    }

    /// The names of all, without those of paths.
    pub(super) fn names() -> impl Iterator<Item = &'static str> {
        OPERATORS.iter().map(|(name, ..)| *name)
    }

    /// Whether it needs a value to compare with.
    pub(super) fn takes_value(self) -> bool {
        !matches!(self.question, Question::Exists | Question::Anything | Question::IsEmpty | Question::IsTrue)
    }
}
