// Bundles what ships: extension host (cjs), webviews and the engine process.
// Usage: node esbuild.config.js [OUTDIR]     default: dist
import { build } from 'esbuild';
import { existsSync, readdirSync } from 'node:fs';
import { copyPdfAssets } from './extension/packaging/pdfAssets.ts';
import { viewBundle } from './webview/bundle.ts';

const out = process.argv[2] ?? 'dist';
const watchless = { bundle: true, sourcemap: true, logLevel: 'warning', legalComments: 'none' };
const webviews = readdirSync('webview').filter((name) => existsSync(`webview/${name}/main.ts`));

await Promise.all([
  build({
    ...watchless,
    entryPoints: ['extension/extension.ts'],
    outfile: `${out}/extension.cjs`,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode'],
    // Only the engine client's default paths use import.meta, and the extension passes its own.
    logOverride: { 'empty-import-meta': 'silent' },
  }),
  build({
    ...watchless,
    entryPoints: { engine: 'engine/main.ts', cli: 'engine/cli.ts', pdf: 'engine/pdf/main.ts' },
    outdir: out,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    splitting: true,
    outExtension: { '.js': '.mjs' },
    external: ['onnxruntime-node', 'sharp', 'pdfjs-dist', '@napi-rs/canvas'],
    // Bundled CommonJS libraries still call require.
    banner: {
      js: "import{createRequire as _cr}from'node:module';const require=_cr(import.meta.url);",
    },
  }),
  ...webviews.map((name) => build(viewBundle(name, `${out}/webview`))),
]);
copyPdfAssets('.', `${out}/webview/pdf`);
