/** Tables as papers and textbooks print them: words, numbers and formulas in ruled or open columns. */
import { GREEK, LETTERS } from './school.ts';
import { randomFrom } from './random.ts';

/** Yields `n` tables as `array`; `words` are what headings and cells are made of. */
export function* tableFormulas(n: number, words: readonly string[], seed = 13): Generator<string> {
  const { pick, integer, chance, several } = randomFrom(seed);
  const heading = (): string => `\\text{${several(1, 2, () => pick(words)).join(' ')}}`;
  const number = (): string => {
    const digits = (integer(100000) / pick([1, 10, 100, 1000])).toFixed(pick([0, 0, 1, 2, 3]));
    return (chance(0.15) ? '-' : '') + digits + (chance(0.1) ? '\\%' : '');
  };
  const symbol = (): string =>
    pick([
      () => pick(LETTERS),
      () => pick(GREEK),
      () => `${pick(LETTERS)}_{${integer(10)}}`,
      () => `${pick(LETTERS)}(${pick(LETTERS)})`,
      () => `${number()} \\pm ${number()}`,
      () => `${integer(10)}\\times 10^{${integer(19) - 9}}`,
    ])();
  const kinds = [number, number, symbol, heading, () => String(integer(100))];
  for (let i = 0; i < n; i++) {
    const columns = 2 + integer(4);
    const rows = 2 + integer(5);
    const cells = several(columns, columns, () => pick(kinds));
    const align = several(columns, columns, () => pick(['l', 'c', 'c', 'r']));
    const bars = pick(['none', 'inner', 'all', 'first']);
    const spec =
      bars === 'all' ? `|${align.join('|')}|`
      : bars === 'inner' ? align.join('|')
      : bars === 'first' ? `${align[0]}|${align.slice(1).join('')}`
      : align.join(''); // prettier-ignore
    const head = several(columns, columns, chance(0.6) ? heading : symbol).join(' & ');
    const body = several(rows, rows, () => cells.map((cell) => cell()).join(' & '));
    const lines = pick(['each', 'head', 'frame', 'none']);
    const rule = ' \\\\ \\hline ';
    const between = lines === 'each' ? rule : ' \\\\ ';
    const top = lines === 'none' || lines === 'head' ? '' : '\\hline ';
    const after = lines === 'none' ? ' \\\\ ' : rule;
    const bottom = top === '' ? '' : rule;
    yield `\\begin{array}{${spec}} ${top}${head}${after}${body.join(between)}${bottom}\\end{array}`;
  }
}
