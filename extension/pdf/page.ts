/** The page of a PDF reader, and a policy that lets it load nothing but its own files. */
import { directionOf, escaped } from '../readings/html.ts';

export interface ReaderPageParts {
  /** The origin that scripts, styles and pdf.js's data come from. */
  readonly cspSource: string;
  readonly nonce: string;
  /** VS Code's display language, for the direction of the interface. */
  readonly language: string;
  readonly script: string;
  readonly style: string;
  /** The folder of pdf.js's workers and data, with a slash at the end. */
  readonly assets: string;
  /** Translations of the view's texts by their English. */
  readonly texts: Readonly<Record<string, string>>;
}

export function readerPage(parts: ReaderPageParts): string {
  const { cspSource, nonce, language, script, style, assets, texts } = parts;
  const policy = [
    `default-src 'none'`,
    `img-src blob:`,
    `font-src ${cspSource}`,
    `connect-src ${cspSource}`,
    `style-src ${cspSource}`,
    // Decoders of pictures inside documents are WebAssembly; workers come from blobs of the page's own.
    `script-src 'nonce-${nonce}' 'wasm-unsafe-eval'`,
    `worker-src blob:`,
  ].join('; ');
  return `<!doctype html>
<html lang="${escaped(language)}" dir="${directionOf(language)}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="assets" content="${escaped(assets)}" />
    <meta name="texts" content="${escaped(JSON.stringify(texts))}" />
    <title>PDF</title>
    <link rel="stylesheet" href="${style}" />
  </head>
  <body>
    <script nonce="${nonce}" src="${script}"></script>
  </body>
</html>
`;
}
