/** The page of a solved problem: one script, one style sheet, and a policy that allows no more. */
import { directionOf, escaped, type PageParts } from '../readings/html.ts';

export function solvePage({ cspSource, nonce, language, script, style, texts }: PageParts): string {
  const policy = [
    `default-src 'none'`,
    `img-src blob:`,
    `font-src ${cspSource}`,
    `style-src ${cspSource}`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!doctype html>
<html lang="${escaped(language)}" dir="${directionOf(language)}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="texts" content="${escaped(JSON.stringify(texts))}" />
    <title>Solve</title>
    <link rel="stylesheet" href="${style}" />
  </head>
  <body>
    <script nonce="${nonce}" src="${script}"></script>
  </body>
</html>
`;
}
