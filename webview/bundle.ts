/** How a view is bundled: for the build, and for the tests that open it in a plain browser. */
import type { BuildOptions } from 'esbuild';

/** `name` is the view's folder under webview/; the script and the style sheet get its name. */
export function viewBundle(name: string, outdir: string): BuildOptions {
  return {
    entryPoints: [`webview/${name}/main.ts`],
    outfile: `${outdir}/${name}.js`,
    bundle: true,
    sourcemap: true,
    logLevel: 'warning',
    legalComments: 'none',
    platform: 'browser',
    format: 'iife',
    target: 'chrome120',
    // As its makers minified it; only what runs under Node uses import.meta.
    alias: { 'pdfjs-dist': 'pdfjs-dist/build/pdf.min.mjs' },
    logOverride: { 'empty-import-meta': 'silent' },
    // KaTeX lists each font in three formats: every VS Code shows the first, outlines come from the last.
    loader: { '.woff2': 'file', '.woff': 'empty', '.ttf': 'file', '.svg': 'text' },
  };
}
