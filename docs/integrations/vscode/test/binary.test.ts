import assert from "node:assert/strict";
import { test } from "node:test";
import { findBinary, type Machine, type Places } from "../src/binary";

function machine(files: string[], more: Partial<Machine> = {}, environment: Record<string, string> = {}): Machine {
  return {
    isExecutable: (path) => files.includes(path),
    variable: (name) => environment[name],
    platform: "linux",
    home: "/users/ada",
    ...more,
  };
}

function places(more: Partial<Places> = {}): Places {
  return { setting: "", extension: "/ext", workspace: "/repo", isTrusted: true, ...more };
}

test("the one of the extension goes before the one on the path", () => {
  const files = ["/ext/bin/ravelin", "/usr/bin/ravelin"];
  assert.deepEqual(findBinary(places(), machine(files, {}, { PATH: "/usr/bin" })), { command: "/ext/bin/ravelin" });
});

test("the path is searched in its order, without relative folders", () => {
  const files = ["bin/ravelin", "/opt/bin/ravelin", "/usr/bin/ravelin"];
  const found = findBinary(places(), machine(files, {}, { PATH: "bin::/opt/bin:/usr/bin" }));
  assert.deepEqual(found, { command: "/opt/bin/ravelin" });
});

test("what is nowhere is said", () => {
  assert.deepEqual(findBinary(places(), machine([], {}, { PATH: "/usr/bin" })), {
    problem: "The command ravelin is not on the path.",
  });
  assert.deepEqual(findBinary(places({ setting: "/none/ravelin" }), machine([])), {
    problem: "ravelin.path names /none/ravelin, which is not there or cannot be run.",
  });
  assert.deepEqual(findBinary(places({ setting: "rav" }), machine([])), {
    problem: "ravelin.path names rav, which is not on the path.",
  });
});

test("the setting goes before all, with the home folder and the workspace", () => {
  const files = ["/users/ada/bin/ravelin", "/repo/tools/ravelin", "/ext/bin/ravelin", "/usr/bin/rav"];
  const find = (setting: string) => findBinary(places({ setting }), machine(files, {}, { PATH: "/usr/bin" }));
  assert.deepEqual(find("~/bin/ravelin"), { command: "/users/ada/bin/ravelin" });
  assert.deepEqual(find("${workspaceFolder}/tools/ravelin"), { command: "/repo/tools/ravelin" });
  assert.deepEqual(find("./tools/ravelin"), { command: "/repo/tools/ravelin" });
  assert.deepEqual(find(" rav "), { command: "/usr/bin/rav" });
});

test("an untrusted workspace runs nothing of its own", () => {
  const files = ["/repo/tools/ravelin", "/users/ada/bin/ravelin"];
  const find = (setting: string) => findBinary(places({ setting, isTrusted: false }), machine(files));
  assert.deepEqual(find("./tools/ravelin"), {
    problem: "ravelin.path names /repo/tools/ravelin, which is in a workspace that is not trusted.",
  });
  assert.deepEqual(find("~/bin/ravelin"), { command: "/users/ada/bin/ravelin" });
});

test("a folder of dollar signs stays what it is", () => {
  const command = "/home/$&/ravelin";
  assert.deepEqual(findBinary(places({ setting: "~/ravelin" }), machine([command], { home: "/home/$&" })), { command });
});

test("commands of Windows end with .exe", () => {
  const windows = { platform: "win32" as const, home: "C:\\Users\\ada" };
  const find = (more: Partial<Places>, files: string[]) =>
    findBinary(places({ extension: "C:\\ext", workspace: "C:\\repo", ...more }), machine(files, windows, { Path: "C:\\bin;D:\\bin" }));
  assert.deepEqual(find({}, ["D:\\bin\\ravelin.exe"]), { command: "D:\\bin\\ravelin.exe" });
  assert.deepEqual(find({}, ["C:\\ext\\bin\\ravelin.exe"]), { command: "C:\\ext\\bin\\ravelin.exe" });
  const command = "C:\\Users\\ada\\ravelin.exe";
  assert.deepEqual(find({ setting: "~\\ravelin.exe" }, [command]), { command });
});
