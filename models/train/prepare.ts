/**
 * Formulas -> canonical training targets.
 * usage: node models/train/prepare.ts --formulas DIR --out FILE.jsonl [--exclude LABELS.jsonl]... [--inline N]
 *        [--sets arxiv_display,school,prose,…] [--english TEXT] [--seed S]
 * DIR holds lists of formulas, one a line, xz-compressed; TEXT is any plain English text, for the words of tables and of
 * lines of prose; S other than 0 gives other made formulas. Each line of FILE: {"d": 1 display | 0 inline, "s": LaTeX to typeset, "t": canonical tokens}.
 */
import { execFileSync } from 'node:child_process';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { katexRefusal, latexOf, normalizeLatex } from '../../engine/text/latex/index.ts';
import { commandFormulas } from './synthetic/commands.ts';
import { proseLines, sentencesOf } from './synthetic/prose.ts';
import { rowFormulas } from './synthetic/rows.ts';
import { schoolFormulas } from './synthetic/school.ts';
import { structureFormulas } from './synthetic/structures.ts';
import { symbolFormulas } from './synthetic/symbols.ts';
import { tableFormulas } from './synthetic/tables.ts';

const MAX_TOKENS = 240;
const SETS = [
  { file: 'arxiv_display', display: 1, share: 1 },
  { file: 'wikipedia', display: 1, share: 1 },
  { file: 'k12', display: 0, share: 0.6 },
  { file: 'arxiv_inline', display: 0, share: 0 },
  { file: 'chem', display: 0, share: 1 },
] as const;
const MADE = {
  school: 60_000,
  symbols: 60_000,
  commands: 90_000,
  rows: 40_000,
  structures: 100_000,
  tables: 10_000,
  prose: 40_000,
} as const;
/** Sets whose formulas come again, to be typeset in another font each time. */
const AGAIN = new Set(['symbols']);
const MAX_INLINE = 16;

interface Formula {
  d: 0 | 1;
  s: string;
  t: string[];
}

/** A small multiplicative hash in 0..1: picks the same subset of formulas on every run. */
function hash(text: string): number {
  let h = 2166136261;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619);
  return (h >>> 0) / 4294967296;
}

/** One formula as a training target, or the reason why it is none. `seen` grows. */
function target(
  source: string,
  display: 0 | 1,
  seen: Set<string>,
  again: boolean,
): Formula | string {
  const tokens = normalizeLatex(source);
  if (!tokens) return 'outside the grammar';
  if (tokens.length === 0 || tokens.length > MAX_TOKENS) return 'empty or too long';
  const key = tokens.join(' ');
  if (!again && seen.has(key)) return 'seen';
  seen.add(key);
  if (katexRefusal(latexOf(tokens)) !== null) return 'KaTeX refuses';
  // Rows without an environment, or in one that only stands outside $…$, are typeset as what the label says.
  const asLabelled = ['\\begin{aligned}', '\\begin{gathered}', '\\ce'].some((t) =>
    tokens.includes(t),
  );
  return { d: display, s: asLabelled ? latexOf(tokens) : source, t: tokens };
}

/** Labels of evaluation sets, canonical; short ones ("x", "n=1") belong to nobody and stay. */
function excludedLabels(files: readonly string[]): Set<string> {
  const out = new Set<string>();
  for (const file of files) {
    for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
      const tokens = normalizeLatex((JSON.parse(line) as { latex: string }).latex);
      if (tokens && tokens.length > 4) out.add(tokens.join(' '));
    }
  }
  return out;
}

function readList(path: string): string[] {
  if (!existsSync(path)) return [];
  const text = execFileSync('xz', ['-dc', path], { encoding: 'utf8', maxBuffer: 1 << 30 });
  return text.split('\n').filter((line) => line !== '');
}

/** What no list has enough of, made here. Tables and prose need words. */
function* made(
  folder: string,
  shift: number,
  english?: string,
): Generator<[string, Iterable<string>]> {
  yield ['school', schoolFormulas(MADE.school, 7 + shift)];
  yield ['symbols', symbolFormulas(MADE.symbols, 13 + shift)];
  yield ['commands', commandFormulas(MADE.commands, 11 + shift)];
  yield ['rows', rowFormulas(MADE.rows, 17 + shift)];
  yield ['structures', structureFormulas(MADE.structures, 23 + shift)];
  if (english === undefined) return;
  const sentences = sentencesOf(readFileSync(english, 'utf8'));
  const words = sentences
    .flatMap((line) => line.split(' '))
    .filter((w) => /^[A-Za-z]{3,}$/.test(w));
  yield ['tables', tableFormulas(MADE.tables, words, 13 + shift)];
  const inline = readList(`${folder}/arxiv_inline.txt.xz`).filter((line, i) => {
    return i % 16 === 0 && (normalizeLatex(line)?.length ?? 99) <= MAX_INLINE;
  });
  yield ['prose', proseLines(MADE.prose, sentences, inline, 17 + shift)];
}

function main(): void {
  const { values } = parseArgs({
    options: {
      formulas: { type: 'string' },
      out: { type: 'string' },
      exclude: { type: 'string', multiple: true, default: [] },
      inline: { type: 'string', default: '400000' },
      sets: { type: 'string' },
      english: { type: 'string' },
      seed: { type: 'string', default: '0' },
    },
  });
  if (!values.formulas || !values.out) throw new Error('--formulas DIR and --out FILE are needed');
  const seen = excludedLabels(values.exclude);
  const out = createWriteStream(values.out);
  const counts = new Map<string, number>();
  const add = (source: string, display: 0 | 1, name: string): void => {
    const made = target(source, display, seen, AGAIN.has(name));
    const key = `${name}: ${typeof made === 'string' ? made : 'kept'}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    if (typeof made !== 'string') out.write(JSON.stringify(made) + '\n');
  };
  const chosen = values.sets?.split(',');
  const wants = (name: string): boolean => chosen === undefined || chosen.includes(name);
  for (const { file, display, share } of SETS) {
    if (!wants(file)) continue;
    const lines = readList(`${values.formulas}/${file}.txt.xz`);
    const part = file === 'arxiv_inline' ? Number(values.inline) / lines.length : share;
    for (const line of lines) {
      // Longer inline formulas carry more to read than the ten thousandth "x_i".
      const wanted = display ? part : part * (line.length > 12 ? 1.3 : 0.6);
      if (hash(line) < wanted) add(line, display, file);
    }
  }
  for (const [name, formulas] of made(values.formulas, Number(values.seed), values.english)) {
    if (wants(name)) for (const source of formulas) add(source, 0, name);
  }
  out.end();
  for (const [key, n] of counts) process.stdout.write(`${key}: ${n}\n`);
}

main();
