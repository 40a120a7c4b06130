import katex from 'katex';
import 'katex/contrib/mhchem';

/** What KaTeX makes of a formula: a canonical picture of its layout, or the reason of a refusal. */
export type Rendered = { accepted: true; layout: string } | { accepted: false; reason: string };

/** Classes that only group or name atoms; spacing between atoms is a span of its own. */
const invisible = new Set(
  'katex katex-display katex-html katex-base mord mbin mrel mop mopen mclose mpunct minner mtight text mathrm textrm vlist-t vlist-t2 vlist-r vlist op-limits op-symbol mfrac sqrt msupsub delimcenter mtable'.split(
    ' ',
  ),
);

/** Elements without ink or effect on the layout of others: their whole content is dropped. */
const dropped = new Set(['katex-strut', 'strut', 'vlist-s']);

/**
 * Renders a formula with KaTeX in display mode and reduces the HTML to what a reader sees:
 * glyphs with their fonts, sizes and places, without the grouping spans that differ between
 * `x^{a}` and `x^a`. Two formulas look the same to KaTeX when their layouts are equal.
 */
export function renderLayout(latex: string): Rendered {
  try {
    const html = katex.renderToString(latex, {
      displayMode: true,
      output: 'html',
      throwOnError: true,
      strict: 'ignore',
    });
    return { accepted: true, layout: canonicalLayout(html) };
  } catch (error) {
    // KaTeX throws plain errors too where an operator stands in a symbol's place: refusals all.
    return { accepted: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** KaTeX writes well-formed HTML with double-quoted attributes, so a scanner for its tags is enough. */
function canonicalLayout(html: string): string {
  const closers: string[] = [];
  let layout = '';
  let hidden = 0;
  for (const [, slash, name = '', attributes = '', text] of html.matchAll(
    /<(\/?)([a-z]+)([^>]*)>|([^<]+)/gi,
  )) {
    if (text !== undefined) {
      if (hidden === 0) layout += text;
    } else if (slash === '/') {
      const closer = closers.pop() ?? '';
      if (closer === hiddenMark) hidden--;
      else if (hidden === 0) layout += closer;
    } else {
      const selfClosed = attributes.endsWith('/');
      const opener = describe(name, attributes);
      if (opener === hiddenMark) hidden++;
      else if (hidden === 0) layout += opener;
      const closer = opener === hiddenMark ? hiddenMark : opener === '' ? '' : '}';
      if (!selfClosed) closers.push(closer);
      else if (closer === hiddenMark) hidden--;
      else if (hidden === 0) layout += closer;
    }
  }
  return layout;
}

const hiddenMark = '\u0000';

function describe(name: string, attributes: string): string {
  if (name !== 'span') return `<${name}${attributes}>{`;
  const classes = (/class="([^"]*)"/.exec(attributes)?.[1] ?? '')
    .split(' ')
    .filter((one) => one !== '');
  if (classes.some((one) => dropped.has(one))) return hiddenMark;
  const seen = classes.filter((one) => !invisible.has(one)).sort();
  const style = (/style="([^"]*)"/.exec(attributes)?.[1] ?? '')
    .split(';')
    .filter((rule) => rule !== '' && !/:-?0(?:\.0+)?(?:em)?$/.test(rule));
  if (seen.length === 0 && style.length === 0) return '';
  return `<${[...seen, ...style].join(' ')}>{`;
}
