// Where the command is.

import * as os from "node:os";
import * as path from "node:path";

/** What is asked of the machine; tests answer in its place. */
export interface Machine {
  /** Whether there is a file at a path that can be run. */
  isExecutable(path: string): boolean;
  /** The value of a variable of the environment. */
  variable(name: string): string | undefined;
  platform: NodeJS.Platform;
  home: string;
}

/** Where to look. */
export interface Places {
  /** What the setting `ravelin.path` says; empty where it says nothing. */
  setting: string;
  /** The folder of the extension. */
  extension: string;
  /** The first folder of the workspace, if it has one. */
  workspace: string | undefined;
  /** Whether the user trusts the workspace. What the folder of an untrusted one holds is not run. */
  isTrusted: boolean;
}

/** The command, or why there is none, in words for the user. */
export type Found = { command: string } | { problem: string };

/** Finds the command: the one of the setting, the one in the folder `bin` of the extension, or the one on the path. */
export function findBinary(places: Places, machine: Machine): Found {
  const setting = places.setting.trim();
  if (setting !== "") {
    const command = expand(setting, places, machine);
    if (!places.isTrusted && places.workspace !== undefined && isBelow(command, places.workspace, machine)) {
      return { problem: `ravelin.path names ${command}, which is in a workspace that is not trusted.` };
    }
    if (isPath(setting)) {
      return machine.isExecutable(command)
        ? { command }
        : { problem: `ravelin.path names ${command}, which is not there or cannot be run.` };
    }
    return onPath(setting, machine) ?? { problem: `ravelin.path names ${setting}, which is not on the path.` };
  }
  const bundled = pathOf(machine).join(places.extension, "bin", nameOf("ravelin", machine));
  if (machine.isExecutable(bundled)) {
    return { command: bundled };
  }
  return onPath("ravelin", machine) ?? { problem: "The command ravelin is not on the path." };
}

/** The machine on which the extension runs. */
export function thisMachine(isExecutable: (path: string) => boolean): Machine {
  return {
    isExecutable,
    variable: (name) => process.env[name],
    platform: process.platform,
    home: os.homedir(),
  };
}

function onPath(name: string, machine: Machine): Found | undefined {
  const kind = pathOf(machine);
  const folders = (machine.variable("PATH") ?? machine.variable("Path") ?? "").split(kind.delimiter);
  // A relative folder would be one of the workspace.
  const candidates = folders.filter((folder) => kind.isAbsolute(folder)).map((folder) => kind.join(folder, nameOf(name, machine)));
  const command = candidates.find((candidate) => machine.isExecutable(candidate));
  return command === undefined ? undefined : { command };
}

function expand(setting: string, places: Places, machine: Machine): string {
  const kind = pathOf(machine);
  const home = setting.replace(/^~(?=$|[/\\])/, () => machine.home);
  const whole = home.replaceAll("${workspaceFolder}", () => places.workspace ?? "");
  return isPath(whole) && places.workspace !== undefined ? kind.resolve(places.workspace, whole) : whole;
}

function isPath(text: string): boolean {
  return /[/\\]/.test(text) || text.startsWith("~");
}

function isBelow(file: string, folder: string, machine: Machine): boolean {
  const relative = pathOf(machine).relative(folder, file);
  return relative !== "" && !relative.startsWith("..") && !pathOf(machine).isAbsolute(relative);
}

function nameOf(command: string, machine: Machine): string {
  return machine.platform === "win32" && !/\.exe$/i.test(command) ? `${command}.exe` : command;
}

function pathOf(machine: Machine): path.PlatformPath {
  return machine.platform === "win32" ? path.win32 : path.posix;
}
