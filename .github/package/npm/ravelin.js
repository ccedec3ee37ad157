#!/usr/bin/env node
// Runs the `ravelin` of the package for this platform, which npm has installed beside this one.
"use strict";

const { spawnSync } = require("node:child_process");

const platform = `${process.platform}-${process.arch}`;
const file = process.platform === "win32" ? "ravelin.exe" : "ravelin";
let command;
try {
  command = require.resolve(`@ravelin-scanner/${platform}/${file}`);
} catch {
  console.error(
    `error: the package @ravelin-scanner/${platform} is not installed. Either there is no build for ${platform}, or npm ` +
      "was told to leave out optional dependencies (--omit=optional, or a lock file of another platform).",
  );
  process.exit(2);
}

const { error, signal, status } = spawnSync(command, process.argv.slice(2), { stdio: "inherit" });
if (error) {
  console.error(`error: ${command} cannot be run: ${error.message}`);
  process.exit(2);
}
// A shell is to see that a signal has ended it.
if (signal) process.kill(process.pid, signal);
process.exitCode = status ?? 2;
