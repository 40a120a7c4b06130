/** Where the engine's parts lie inside the installed extension. */
import { accessSync, chmodSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import { EngineClient } from '../engine/client.ts';
import { settings } from './contributions.ts';
import { readSetting } from './vscode.ts';

/**
 * A client for the engine of the extension in `root`, with the settings of the moment. Both settings
 * are machine-scoped: a workspace can neither choose the model nor the device.
 */
export function connectEngine(root: string, log: (line: string) => void): EngineClient {
  const folder = readSetting(settings.modelFolder, '').trim();
  const nodePath = bundledNode(root);
  return new EngineClient({
    enginePath: join(root, 'dist', 'engine.mjs'),
    modelDir: folder === '' ? join(root, 'models', 'bundled') : folder,
    device: readSetting(settings.device, 'auto'),
    log,
    ...(nodePath === undefined ? {} : { nodePath }),
  });
}

/** The Node that the package brings; a checkout has none and leaves the choice to the client. */
function bundledNode(root: string): string | undefined {
  const path = join(root, 'runtime', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(path)) return undefined;
  try {
    accessSync(path, constants.X_OK);
  } catch {
    chmodSync(path, 0o755); // not every installer keeps a zip's permission bits
  }
  return path;
}
