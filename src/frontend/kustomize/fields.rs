//! Tables of the fields that Kustomize reads: those of kustomizations, of configurations, and of its own generators and
//! transformers.

/// One field.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) form: Form,
}

/// What stands in a field.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    /// Whatever is not looked at.
    Any,
    Text,
    Flag,
    Integer,
    Texts,
    /// A map of texts.
    Pairs,
    /// A map of truth values.
    Flags,
    Map(&'static [Field]),
    Maps(&'static [Field]),
    /// A list of texts or of maps: patches were texts once.
    TextsOrMaps(&'static [Field]),
}

const fn field(name: &'static str, form: Form) -> Field {
    Field { name, form }
}

const fn word(name: &'static str) -> Field {
    field(name, Form::Text)
}

/// The fields of a kustomization.
pub(super) const KUSTOMIZATION: &[Field] = &[
    word("apiVersion"),
    word("kind"),
    field("metadata", Form::Any),
    field("openapi", Form::Pairs),
    field("resources", Form::Texts),
    field("bases", Form::Texts),
    field("components", Form::Texts),
    field("crds", Form::Texts),
    field("configurations", Form::Texts),
    field("generators", Form::Texts),
    field("transformers", Form::Texts),
    field("validators", Form::Texts),
    word("namespace"),
    word("namePrefix"),
    word("nameSuffix"),
    field("labels", Form::Maps(LABELS)),
    field("commonLabels", Form::Pairs),
    field("commonAnnotations", Form::Pairs),
    field("images", Form::Maps(IMAGE)),
    field("imageTags", Form::Maps(IMAGE)),
    field("replicas", Form::Maps(REPLICAS)),
    field("patches", Form::TextsOrMaps(PATCH)),
    field("patchesStrategicMerge", Form::Texts),
    field("patchesJson6902", Form::Maps(PATCH)),
    field("configMapGenerator", Form::Maps(GENERATOR)),
    field("secretGenerator", Form::Maps(GENERATOR)),
    field("generatorOptions", Form::Map(OPTIONS)),
    field("replacements", Form::Maps(REPLACEMENT)),
    field("vars", Form::Maps(VARIABLE)),
    field("buildMetadata", Form::Texts),
    field("sortOptions", Form::Map(SORTING)),
    field("helmCharts", Form::Any),
    field("helmChartInflationGenerator", Form::Any),
    field("helmGlobals", Form::Any),
    field("inventory", Form::Any),
];

/// The fields of a file of `configurations`.
pub(super) const CONFIGURATION: &[Field] = &[
    field("namePrefix", Form::Maps(FIELD_SPEC)),
    field("nameSuffix", Form::Maps(FIELD_SPEC)),
    field("namespace", Form::Maps(FIELD_SPEC)),
    field("commonLabels", Form::Maps(FIELD_SPEC)),
    field("labels", Form::Maps(FIELD_SPEC)),
    field("templateLabels", Form::Maps(FIELD_SPEC)),
    field("commonAnnotations", Form::Maps(FIELD_SPEC)),
    field("nameReference", Form::Maps(NAME_REFERENCE)),
    field("varReference", Form::Maps(FIELD_SPEC)),
    field("images", Form::Maps(FIELD_SPEC)),
    field("replicas", Form::Maps(FIELD_SPEC)),
];

/// The fields of all generators and transformers of Kustomize.
pub(super) const PLUGIN: &[Field] = &[
    word("apiVersion"),
    word("kind"),
    field("metadata", Form::Any),
    field("fieldSpecs", Form::Maps(FIELD_SPEC)),
    // Of patches.
    word("path"),
    word("patch"),
    word("jsonOp"),
    field("target", Form::Map(SELECTOR)),
    field("paths", Form::Texts),
    word("patches"),
    // Of generators.
    word("name"),
    word("namespace"),
    word("behavior"),
    field("files", Form::Texts),
    field("literals", Form::Texts),
    field("envs", Form::Texts),
    word("env"),
    word("type"),
    field("options", Form::Any),
    // Of the others.
    field("unsetOnly", Form::Flag),
    word("setRoleBindingSubjects"),
    word("prefix"),
    word("suffix"),
    field("labels", Form::Pairs),
    field("annotations", Form::Pairs),
    field("imageTag", Form::Map(IMAGE)),
    field("replica", Form::Map(REPLICAS)),
    field("replacements", Form::Maps(REPLACEMENT)),
];

const FIELD_SPEC: &[Field] = &[word("group"), word("version"), word("kind"), word("path"), field("create", Form::Flag)];

const NAME_REFERENCE: &[Field] =
    &[word("group"), word("version"), word("kind"), field("fieldSpecs", Form::Maps(FIELD_SPEC))];

const LABELS: &[Field] = &[
    field("pairs", Form::Pairs),
    field("includeSelectors", Form::Flag),
    field("includeTemplates", Form::Flag),
    field("fields", Form::Maps(FIELD_SPEC)),
];

const IMAGE: &[Field] = &[word("name"), word("newName"), word("newTag"), word("tagSuffix"), word("digest")];

const REPLICAS: &[Field] = &[word("name"), field("count", Form::Integer)];

const SELECTOR: &[Field] = &[
    word("group"),
    word("version"),
    word("kind"),
    word("name"),
    word("namespace"),
    word("labelSelector"),
    word("annotationSelector"),
];

const PATCH: &[Field] =
    &[word("path"), word("patch"), field("target", Form::Map(SELECTOR)), field("options", Form::Flags)];

/// The options of generators.
pub(super) const OPTIONS: &[Field] = &[
    field("labels", Form::Pairs),
    field("annotations", Form::Pairs),
    field("disableNameSuffixHash", Form::Flag),
    field("immutable", Form::Flag),
];

const GENERATOR: &[Field] = &[
    word("name"),
    word("namespace"),
    word("behavior"),
    word("type"),
    field("files", Form::Texts),
    field("literals", Form::Texts),
    field("envs", Form::Texts),
    word("env"),
    field("options", Form::Map(OPTIONS)),
];

const REPLACEMENT_OPTIONS: &[Field] =
    &[word("delimiter"), field("index", Form::Integer), word("encoding"), field("create", Form::Flag)];

const SOURCE: &[Field] = &[
    word("group"),
    word("version"),
    word("kind"),
    word("name"),
    word("namespace"),
    word("fieldPath"),
    field("options", Form::Map(REPLACEMENT_OPTIONS)),
];

/// One replacement, also where it stands in a file of its own.
pub(super) const REPLACEMENT: &[Field] =
    &[word("path"), field("source", Form::Map(SOURCE)), field("targets", Form::Maps(REPLACEMENT_TARGET))];

const REPLACEMENT_TARGET: &[Field] = &[
    field("select", Form::Map(SELECTOR)),
    field("reject", Form::Maps(SELECTOR)),
    field("fieldPaths", Form::Texts),
    field("options", Form::Map(REPLACEMENT_OPTIONS)),
];

const OBJECT_REFERENCE: &[Field] =
    &[word("apiVersion"), word("group"), word("version"), word("kind"), word("name"), word("namespace")];

const VARIABLE: &[Field] =
    &[word("name"), field("objref", Form::Map(OBJECT_REFERENCE)), field("fieldref", Form::Map(&[word("fieldPath")]))];

const SORTING: &[Field] = &[
    word("order"),
    field("legacySortOptions", Form::Map(&[field("orderFirst", Form::Texts), field("orderLast", Form::Texts)])),
];
