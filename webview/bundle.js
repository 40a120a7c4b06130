// How a view is bundled: used by the build and by the tests, which open the view in a plain browser.

/** @param {string} name the folder under webview/ @param {string} outdir @returns {import('esbuild').BuildOptions} */
export function viewBundle(name, outdir) {
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
    loader: { '.woff2': 'file', '.woff': 'empty', '.ttf': 'empty' },
  };
}
