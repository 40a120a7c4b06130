/** LaTeX mathematics as Typst mathematics. */
import { tex2typst } from 'tex2typst';
import { MarginaliaError } from '../../engine/errors.ts';

/** Names that Typst has and the converter does not know, or knows under an older name. */
const names: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    `Pr arccos arcsin arctan arg cosh coth deg det dim exp gcd hom inf ker lg liminf limsup max min sinh sup tanh
     aleph digamma lozenge`
      .split(/\s+/)
      .map((name) => [name, name]),
  ),
  AA: 'angstrom',
  Box: 'square',
  amalg: 'product.co',
  odot: 'dot.o',
  ominus: 'minus.o',
  otimes: 'times.o',
  shortparallel: 'parallel',
  varkappa: 'kappa.alt',
  varpropto: 'prop',
};

/** Such a name goes through the converter as an operator, the one thing that it never looks up. */
const mark = 'QQ';
const macros = Object.fromEntries(
  Object.entries(names).map(([tex, typst]) => [
    `\\${tex}`,
    `\\operatorname{${mark}${typst.replace('.', mark)}}`,
  ]),
);
const marked = new RegExp(`op\\("${mark}([A-Za-z]+)"\\)`, 'g');

/**
 * The formula in Typst's notation, without dollars around it.
 * @throws MarginaliaError `not-in-typst` where there is no such notation
 */
export function toTypst(latex: string): string {
  try {
    // Typst has no environment for lines that are not aligned: line breaks are enough.
    const source = latex.replace(/\\(begin|end)\s*\{gathered\}/g, '\\$1{aligned}');
    const typst = tex2typst(source, { nonStrict: false, customTexMacros: macros });
    const named = typst.replace(marked, (_, name: string) => name.replace(mark, '.'));
    // A line break at the end would escape the dollar that follows it.
    return named.replace(/[\s\\]+$/, '').trim();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MarginaliaError(
      {
        code: 'not-in-typst',
        message: `This formula could not be written in Typst: ${reason.slice(0, 200)}.`,
        action: 'Copy it as LaTeX, or simplify the part that is named.',
      },
      error,
    );
  }
}
