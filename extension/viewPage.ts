/** The page of a webview: one script, one style sheet, and a policy that allows no more than it must. */

export interface PageParts {
  /** The origin that scripts and styles come from. */
  readonly cspSource: string;
  readonly nonce: string;
  /** VS Code's display language. */
  readonly language: string;
  readonly script: string;
  readonly style: string;
  /** Translations of the view's texts by their English; none where VS Code shows English. */
  readonly texts: Readonly<Record<string, string>>;
}

export interface PageWishes {
  readonly title: string;
  /** Files of its own that the page fetches: fonts' outlines, pdf.js's data. */
  readonly fetches?: boolean;
  /** WebAssembly, and workers from blobs of the page's own. */
  readonly workers?: boolean;
  /** More `<meta>` by name. */
  readonly meta?: Readonly<Record<string, string>>;
}

const rightToLeft = new Set(['ar', 'dv', 'fa', 'he', 'ku', 'ps', 'sd', 'ug', 'ur', 'yi']);

/** Any text as an attribute's value. */
const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

export function viewPage(parts: PageParts, wishes: PageWishes): string {
  const { cspSource, nonce, language, script, style, texts } = parts;
  const { title, fetches = false, workers = false, meta = {} } = wishes;
  const spoken = Object.keys(texts).length === 0 ? 'en' : language;
  const direction = rightToLeft.has(language.split('-')[0] ?? '') ? 'rtl' : 'ltr';
  const policy = [
    `default-src 'none'`,
    `img-src blob:`,
    `font-src ${cspSource}`,
    ...(fetches ? [`connect-src ${cspSource}`] : []),
    `style-src ${cspSource}`,
    `script-src 'nonce-${nonce}'${workers ? ` 'wasm-unsafe-eval'` : ''}`,
    ...(workers ? ['worker-src blob:'] : []),
  ].join('; ');
  const named = Object.entries({ ...meta, texts: JSON.stringify(texts) })
    .map(([name, content]) => `<meta name="${name}" content="${escaped(content)}" />`)
    .join('\n    ');
  return `<!doctype html>
<html lang="${escaped(spoken)}" dir="${direction}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    ${named}
    <title>${title}</title>
    <link rel="stylesheet" href="${style}" />
  </head>
  <body>
    <script nonce="${nonce}" src="${script}"></script>
  </body>
</html>
`;
}
