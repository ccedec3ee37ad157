import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { documents } from "../src/documents";
import { optionsOf } from "../src/settings";

interface Manifest {
  version: string;
  contributes: {
    configuration: { properties: Record<string, { default: unknown }> };
    commands: { command: string }[];
  };
}

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
const properties = manifest.contributes.configuration.properties;

/** Settings as the editor gives them: what the user has set, or else the default of the manifest. */
function settings(own: Record<string, unknown> = {}) {
  return {
    get<T>(name: string, otherwise: T): T {
      return (own[name] ?? properties[`ravelin.${name}`]?.default ?? otherwise) as T;
    },
  };
}

test("settings that nobody has touched ask for nothing", () => {
  assert.deepEqual(optionsOf(settings()), {
    minSeverity: null,
    checks: null,
    skipChecks: [],
    configuration: null,
    codeLens: false,
    exceptions: { reason: null, owner: null, days: null },
  });
});

test("settings become options", () => {
  const own = {
    minSeverity: "high",
    checks: ["aws-*"],
    skipChecks: ["CKV_AWS_24"],
    configuration: " ../ravelin.yaml ",
    codeLens: true,
    "exceptions.reason": "accepted by ada",
    "exceptions.owner": "platform",
    "exceptions.days": 90,
  };
  assert.deepEqual(optionsOf(settings(own)), {
    minSeverity: "high",
    checks: ["aws-*"],
    skipChecks: ["CKV_AWS_24"],
    configuration: "../ravelin.yaml",
    codeLens: true,
    exceptions: { reason: "accepted by ada", owner: "platform", days: 90 },
  });
});

test("what is of another type counts as not there", () => {
  const own = { minSeverity: 3, checks: "aws-*", skipChecks: [1, "x"], configuration: {}, codeLens: "yes", "exceptions.days": -1 };
  assert.deepEqual(optionsOf(settings(own)), {
    minSeverity: null,
    checks: null,
    skipChecks: ["x"],
    configuration: null,
    codeLens: false,
    exceptions: { reason: null, owner: null, days: null },
  });
});

test("documents without a language are known by their names", () => {
  const filters = documents();
  assert.ok(filters.some((filter) => filter.pattern?.includes("Containerfile")));
  assert.ok(filters.every((filter) => filter.language !== undefined || filter.pattern !== undefined));
});

test("the extension has the version of the command", () => {
  const cargo = readFileSync("../../../Cargo.toml", "utf8");
  assert.equal(manifest.version, /^version = "(.*)"$/m.exec(cargo)?.[1]);
});
