// Bundles the extension, or its tests, into `dist`.
import { readdirSync, rmSync } from "node:fs";
import { build } from "esbuild";

const tests = process.argv.includes("--tests");
const production = process.argv.includes("--production");

const testFiles = () => readdirSync("test").filter((name) => name.endsWith(".test.ts")).map((name) => `test/${name}`);

const outdir = tests ? "dist/test" : "dist";
rmSync(outdir, { recursive: true, force: true });
await build({
  entryPoints: tests ? testFiles() : ["src/extension.ts"],
  outdir,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  external: ["vscode"],
  minify: production,
  sourcemap: !production,
  logLevel: "warning",
});
