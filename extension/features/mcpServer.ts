/** Offers the MCP server that comes along to VS Code's own chat, without any configuration. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import { mcpProvider, settings } from '../contributions.ts';
import { bundledNode } from '../engineParts.ts';
import type { Feature } from '../feature.ts';
import { disposable, languageModels, readSetting } from '../vscode.ts';

export const mcpServer: Feature = {
  register({ extension }) {
    const { registerMcpServerDefinitionProvider: offer } = languageModels();
    if (offer === undefined) return disposable(() => undefined);
    const changed = new vscode.EventEmitter<void>();
    const { extensionPath: root } = extension;
    const { version } = extension.extension.packageJSON as { version: string };
    return vscode.Disposable.from(
      changed,
      vscode.workspace.onDidChangeConfiguration((change) => {
        const ours = [settings.modelFolder, settings.device];
        if (ours.some((id) => change.affectsConfiguration(id))) changed.fire();
      }),
      offer(mcpProvider, {
        onDidChangeMcpServerDefinitions: changed.event,
        provideMcpServerDefinitions: () => [
          new vscode.McpStdioServerDefinition(
            'Marginalia',
            bundledNode(root) ?? process.execPath,
            [join(root, 'dist', 'cli.mjs'), ...choices(root), 'mcp'],
            process.versions['electron'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' },
            version,
          ),
        ],
      }),
    );
  },
};

function choices(root: string): string[] {
  const folder = readSetting(settings.modelFolder, '').trim();
  const model = folder === '' ? join(root, 'models', 'bundled') : folder;
  return ['--model', model, '--device', readSetting(settings.device, 'auto')];
}
