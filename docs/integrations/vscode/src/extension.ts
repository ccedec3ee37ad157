// The extension: it starts the server, and again when its settings change.

import { accessSync, constants, statSync } from "node:fs";
import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";
import { findBinary, thisMachine } from "./binary";
import { documents } from "./documents";
import { optionsOf } from "./settings";

const INSTALL = "https://ravelin-scanner.github.io/ravelin/install.html";

/** Settings that are read only when the server starts. */
const AT_START = ["ravelin.enable", "ravelin.path", "ravelin.configuration"];

/** Changes of the server take turns: one that starts is not stopped half-way. */
let last: Promise<void> = Promise.resolve();
let client: LanguageClient | undefined;

export function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("Ravelin", { log: true });
  const restart = () => (last = last.then(stop).then(() => start(context, output)));
  context.subscriptions.push(
    output,
    vscode.commands.registerCommand("ravelin.restart", restart),
    vscode.commands.registerCommand("ravelin.showOutput", () => output.show()),
    vscode.commands.registerCommand("ravelin.fixFile", fixFile),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (AT_START.some((name) => change.affectsConfiguration(name))) {
        void restart();
      } else if (change.affectsConfiguration("ravelin")) {
        void client?.sendNotification("workspace/didChangeConfiguration", { settings: { ravelin: options() } });
      }
    }),
  );
  return restart();
}

export function deactivate(): Promise<void> {
  return last.then(stop);
}

async function start(context: vscode.ExtensionContext, output: vscode.LogOutputChannel): Promise<void> {
  const settings = vscode.workspace.getConfiguration("ravelin");
  if (!settings.get<boolean>("enable", true)) {
    return;
  }
  const places = {
    setting: settings.get<string>("path", ""),
    extension: context.extensionPath,
    workspace: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath,
    isTrusted: vscode.workspace.isTrusted,
  };
  const found = findBinary(places, thisMachine(isExecutable));
  if ("problem" in found) {
    output.error(found.problem);
    void tell(found.problem);
    return;
  }
  output.info(`${found.command} lsp`);
  const server: ServerOptions = { command: found.command, args: ["lsp"] };
  const clientOptions: LanguageClientOptions = {
    documentSelector: documents(),
    outputChannel: output,
    initializationOptions: options(),
  };
  client = new LanguageClient("ravelin", "Ravelin", server, clientOptions);
  try {
    await client.start();
  } catch (error) {
    output.error(`${found.command} lsp does not start: ${String(error)}`);
    void tell(`${found.command} lsp does not start. Is it as old as the extension?`);
  }
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  // What never came up cannot be stopped.
  await running?.dispose().catch(() => undefined);
}

async function tell(problem: string): Promise<void> {
  const [install, settings] = ["How to install", "Settings"];
  const chosen = await vscode.window.showErrorMessage(`Ravelin: ${problem}`, install, settings);
  if (chosen === install) {
    await vscode.env.openExternal(vscode.Uri.parse(INSTALL));
  } else if (chosen === settings) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "ravelin.path");
  }
}

async function fixFile(): Promise<void> {
  await vscode.commands.executeCommand("editor.action.sourceAction", { kind: "source.fixAll.ravelin", apply: "first" });
}

function options() {
  return optionsOf(vscode.workspace.getConfiguration("ravelin"));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
