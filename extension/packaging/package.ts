/**
 * Makes the extension's package for one platform: `npm run package [-- TARGET] [--model FOLDER]`.
 * Prints its size, and fails when something is missing from it or it is too large to publish.
 */
import { createVSIX } from '@vscode/vsce';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureCompiled } from '../../engine/compile/compile.ts';
import { packageName, thisTarget } from './name.ts';
import { stagePackage } from './stage.ts';
import { targets, type Target } from './targets.ts';

const root = join(import.meta.dirname, '..', '..');
const largest = 150_000_000;

/** Beside the bundled reader, in its folder. */
const solver = 'solver';
const modelFiles = [
  'config.json',
  'generation_config.json',
  'tokenizer.json',
  'onnx/manifest.json',
  'onnx/vision_encoder.onnx',
  'onnx/embed_tokens.onnx',
  'onnx/decoder_model_merged.onnx',
];

/** What must be in every package: the extension is dead without any of these. */
function required({ platform, arch, imageLibrary, canvas }: Target): string[] {
  return [
    'package.json',
    'LICENSE',
    'dist/extension.cjs',
    'dist/engine.mjs',
    'dist/cli.mjs',
    'dist/pdf.mjs',
    'dist/node_modules/pdfjs-dist/legacy/build/pdf.worker.mjs',
    `dist/node_modules/${canvas}/package.json`,
    'package.nls.json',
    'l10n/bundle.l10n.json',
    'extension/media/sample.png',
    'dist/webview/readings.js',
    'dist/webview/readings.css',
    'dist/webview/reader.js',
    'dist/webview/reader.css',
    'dist/webview/pdf/pdf.worker.min.mjs',
    'dist/webview/pdf/pdf.renderer.min.mjs',
    'dist/webview/pdf/wasm/openjpeg.wasm',
    'dist/webview/pdf/cmaps/78-H.bcmap',
    'dist/webview/pdf/standard_fonts/LiberationSans-Regular.ttf',
    'extension/media/icon.png',
    ...['models/bundled', `models/bundled/${solver}`].flatMap((model) =>
      modelFiles.map((name) => `${model}/${name}`),
    ),
    platform === 'win32' ? 'runtime/node.exe' : 'runtime/node',
    `dist/node_modules/onnxruntime-node/bin/napi-v6/${platform}/${arch}/onnxruntime_binding.node`,
    ...imageLibrary.map((name) => `dist/node_modules/${name}/package.json`),
  ];
}

async function main(name: string, model: string): Promise<void> {
  const target = targets[name];
  if (target === undefined) {
    throw new Error(`No target ${name}. Known: ${Object.keys(targets).join(', ')}`);
  }
  const log = (line: string): void => console.log(line);
  for (const folder of [model, join(model, solver)]) await ensureCompiled(folder, { log });

  const stage = join(root, 'dist', 'package');
  stagePackage(root, stage, target, model);
  const missing = required(target).filter((path) => !existsSync(join(stage, path)));
  if (missing.length > 0) throw new Error(`The package lacks ${missing.join(', ')}`);

  const packagePath = join(root, packageName(root, name));
  await createVSIX({
    cwd: stage,
    packagePath,
    target: name,
    dependencies: false,
    allowMissingRepository: true,
    // The README's picture comes along: VS Code finds it beside the README.
    rewriteRelativeLinks: false,
  });
  const { size } = statSync(packagePath);
  console.log(`${packagePath}: ${(size / 1e6).toFixed(1)} MB`);
  if (size > largest) throw new Error(`The package is larger than ${largest / 1e6} MB`);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { model: { type: 'string', default: join(root, 'models', 'bundled') } },
});
await main(positionals[0] ?? thisTarget, values.model);
