/** Texts of solutions on their way to a person. Pure. */

/** Calls of the calculator, `<<2*pi*sqrt(0.5/80)>>=0.4967`, as the code that they are. */
export const withCalls = (text: string): string => text.replace(/<<([^<>`\n]+)>>/g, '`$1`');

/** Units that no text can hold, `\text{m/s^2}` and `\text{kΩ}`, as upright mathematics. */
export const withUnits = (latex: string): string =>
  latex.replace(/\\text\{([^{}$\\]*[\^Ω\u2126µμ][^{}$\\]*)\}/g, (_, unit: string) => {
    const signs = unit.replace(/[Ω\u2126]/g, '\\Omega ').replace(/[µμ]/g, '\\mu ');
    return `\\mathrm{${signs.replace(/\^(-?\d+)/g, '^{$1}').trimEnd()}}`;
  });

/** The checker's names of symbols, `theta`, `m_1`, `n_tea`, as LaTeX. */
export function symbolLatex(symbol: string): string {
  const [stem = '', index] = symbol.split('_');
  const head = /^[a-z]{2,}$/i.test(stem) ? `\\${stem}` : stem.replace('Δ', '\\Delta ');
  if (index === undefined) return head;
  return /^[a-z]{2,}$/i.test(index) ? `${head}_{\\text{${index}}}` : `${head}_{${index}}`;
}
