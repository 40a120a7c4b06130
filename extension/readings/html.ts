/** The page of the readings view: one script, one style sheet, and a policy that allows no more. */

export interface PageParts {
  /** The origin that scripts and styles come from. */
  readonly cspSource: string;
  readonly nonce: string;
  /** VS Code's display language; only its direction is used so far. */
  readonly language: string;
  readonly script: string;
  readonly style: string;
}

const rightToLeft = new Set(['ar', 'dv', 'fa', 'he', 'ku', 'ps', 'sd', 'ug', 'ur', 'yi']);

/** The direction that an interface in this language has. */
export const directionOf = (language: string): 'rtl' | 'ltr' =>
  rightToLeft.has(language.split('-')[0] ?? '') ? 'rtl' : 'ltr';

export function readingsPage({ cspSource, nonce, language, script, style }: PageParts): string {
  const policy = [
    `default-src 'none'`,
    `img-src blob:`,
    `font-src ${cspSource}`,
    // The outlines of KaTeX's letters, for copies as SVG and PNG.
    `connect-src ${cspSource}`,
    `style-src ${cspSource}`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!doctype html>
<html lang="en" dir="${directionOf(language)}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Marginalia Readings</title>
    <link rel="stylesheet" href="${style}" />
  </head>
  <body>
    <script nonce="${nonce}" src="${script}"></script>
  </body>
</html>
`;
}
