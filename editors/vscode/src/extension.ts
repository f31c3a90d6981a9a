// Starts the server and stops it: all else is in `cablelint server`.
import * as vscode from "vscode";
import { LanguageClient, type Executable } from "vscode-languageclient/node";

// A client that leaves it to us to tell why it could not start; later errors it tells itself.
class Client extends LanguageClient {
  started = false;

  override error(message: string, data?: unknown, show: boolean | "force" = true): void {
    super.error(message, data, this.started ? show : false);
  }
}

let client: Client | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel("cablelint", { log: true });
  context.subscriptions.push(
    log,
    vscode.commands.registerCommand("cablelint.restart", () => restart(log)),
    vscode.commands.registerCommand("cablelint.showLog", () => log.show()),
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration("cablelint")) await restart(log);
    }),
  );
  await restart(log);
}

export async function deactivate(): Promise<void> {
  await client?.stop();
  client = undefined;
}

async function restart(log: vscode.OutputChannel): Promise<void> {
  await deactivate();
  const settings = vscode.workspace.getConfiguration("cablelint");
  const [command, ...args] = settings.get<string[]>("command", ["cablelint", "server"]);
  if (!command) return;
  const server: Executable = { command, args };
  client = new Client("cablelint", "cablelint", server, {
    documentSelector: [
      { language: "cable" },
      { language: "plaintext", scheme: "file" },
    ],
    outputChannel: log,
    initializationOptions: {
      configuration: settings.get<string | null>("configuration", null),
      debounce: settings.get<number>("debounce", 200),
    },
  });
  try {
    await client.start();
    client.started = true;
  } catch (error) {
    client = undefined;
    log.appendLine(String(error));
    await explain(command);
  }
}

async function explain(command: string): Promise<void> {
  const install = "How to install it";
  const answer = await vscode.window.showErrorMessage(
    `cablelint: '${command}' could not be started. Is cablelint[lsp] installed?`,
    install,
  );
  if (answer === install) {
    await vscode.env.openExternal(vscode.Uri.parse("https://cablelint.readthedocs.io/install/"));
  }
}
