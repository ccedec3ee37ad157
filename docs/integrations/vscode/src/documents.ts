// Which documents are sent to the server. It decides itself what it knows of them.

/** One kind of document. */
export interface Filter {
  scheme: "file" | "untitled";
  language?: string;
  pattern?: string;
}

const LANGUAGES = [
  "terraform",
  "terraform-vars",
  "opentofu",
  "opentofu-vars",
  "hcl",
  "yaml",
  "json",
  "jsonc",
  "dockerfile",
  "dockercompose",
  "dockerbake",
];

/** Without an extension that knows Terraform its files have no language. */
const PATTERNS = [
  "**/*.{tf,tofu,tfvars,tf.json,tofu.json,tfvars.json}",
  "**/{Dockerfile,Containerfile,*.Dockerfile,*.dockerfile,Dockerfile.*,Containerfile.*}",
  "**/*.{yml,yaml,json}",
];

/** All of them. */
export function documents(): Filter[] {
  const byLanguage = LANGUAGES.flatMap((language): Filter[] => [
    { scheme: "file", language },
    { scheme: "untitled", language },
  ]);
  return [...byLanguage, ...PATTERNS.map((pattern): Filter => ({ scheme: "file", pattern }))];
}
