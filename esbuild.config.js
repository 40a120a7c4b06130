// Bundles what ships: extension host (cjs), webviews (esm) and the engine process.
import { build } from 'esbuild';
import { existsSync, readdirSync } from 'node:fs';

const watchless = { bundle: true, sourcemap: true, logLevel: 'warning', legalComments: 'none' };
const webviews = readdirSync('webview').filter((name) => existsSync(`webview/${name}/main.ts`));

await Promise.all([
  build({
    ...watchless,
    entryPoints: ['extension/extension.ts'],
    outfile: 'dist/extension.cjs',
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode'],
  }),
  build({
    ...watchless,
    entryPoints: { engine: 'engine/main.ts', cli: 'engine/cli.ts' },
    outdir: 'dist',
    platform: 'node',
    format: 'esm',
    target: 'node22',
    splitting: true,
    outExtension: { '.js': '.mjs' },
    external: ['onnxruntime-node', 'sharp'],
    // Bundled CommonJS libraries still call require.
    banner: {
      js: "import{createRequire as _cr}from'node:module';const require=_cr(import.meta.url);",
    },
  }),
  ...webviews.map((name) =>
    build({
      ...watchless,
      entryPoints: [`webview/${name}/main.ts`],
      outfile: `dist/webview/${name}.js`,
      platform: 'browser',
      format: 'iife',
      target: 'chrome120',
      loader: { '.woff2': 'file', '.woff': 'empty', '.ttf': 'empty' },
    }),
  ),
]);
