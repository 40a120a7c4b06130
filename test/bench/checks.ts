/**
 * How far the checker can be trusted: seeded true and false steps of many kinds, and what it marked.
 *   npm run bench:checks [-- --cases N --seed N --out FILE]
 * Exits with 1 when a false step was marked verified.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkText } from '../../engine/solve/check.ts';
import { familyNames, makeCases } from '../unit/solve/support/steps.ts';

const option = { type: 'string' } as const;
const { values } = parseArgs({ options: { cases: option, seed: option, out: option } });
const cases = makeCases(Number(values.cases ?? 2400), Number(values.seed ?? 7));

interface Row {
  true: number;
  false: number;
  falseVerified: number;
  falseRefuted: number;
  decided: number;
}
const rows = new Map<string, Row>();
const examples: string[] = [];
for (const { family, text, truth } of cases) {
  const row = rows.get(family) ?? {
    true: 0,
    false: 0,
    falseVerified: 0,
    falseRefuted: 0,
    decided: 0,
  };
  rows.set(family, row);
  const step = checkText(text).at(-1);
  const mark = step?.mark ?? 'unchecked';
  row[truth ? 'true' : 'false']++;
  if (mark !== 'unchecked') row.decided++;
  const wrong = (mark === 'verified' && !truth) || (mark === 'refuted' && truth);
  if (mark === 'verified' && !truth) row.falseVerified++;
  if (mark === 'refuted' && truth) row.falseRefuted++;
  if (wrong && examples.length < 20)
    examples.push(
      `${mark}, though ${String(truth)}: ${text.replaceAll('\n', ' ')} (${step?.reason ?? ''})`,
    );
}

const sum = (pick: (row: Row) => number): number =>
  [...rows.values()].reduce((total, row) => total + pick(row), 0);
const width = Math.max(...familyNames.map((name) => name.length));
const line = (name: string, row: Row): string =>
  [
    name.padEnd(width),
    ...[row.true, row.false, row.falseVerified, row.falseRefuted].map((n) => String(n).padStart(8)),
    `${((100 * row.decided) / (row.true + row.false)).toFixed(0)} %`.padStart(9),
  ].join(' ');
const total: Row = {
  true: sum((row) => row.true),
  false: sum((row) => row.false),
  falseVerified: sum((row) => row.falseVerified),
  falseRefuted: sum((row) => row.falseRefuted),
  decided: sum((row) => row.decided),
};
const table = [
  `${cases.length} steps, seed ${values.seed ?? 7}. Decided: marked verified or refuted.`,
  '',
  `${'kind'.padEnd(width)}     true    false  false-verified  false-refuted  decided`.replace(
    'false-verified  false-refuted',
    'verified! refuted!',
  ),
  ...familyNames.flatMap((name) => {
    const row = rows.get(name);
    return row === undefined ? [] : [line(name, row)];
  }),
  line('all', total),
  '',
  'verified!: false steps marked verified. refuted!: true steps marked refuted.',
  ...examples,
].join('\n');
console.log(table);
if (values.out !== undefined) writeFileSync(values.out, `${table}\n`);
process.exitCode = total.falseVerified > 0 ? 1 : 0;
