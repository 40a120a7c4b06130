/**
 * Formulas -> canonical training targets.
 * usage: node models/train/prepare.ts --formulas DIR --out FILE.jsonl [--exclude LABELS.jsonl]... [--inline N]
 * DIR holds lists of formulas, one a line, xz-compressed. Each line of FILE:
 * {"d": 1 display | 0 inline, "s": LaTeX to typeset, "t": canonical tokens}.
 */
import { execFileSync } from 'node:child_process';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { katexRefusal, latexOf, normalizeLatex } from '../../engine/text/latex/index.ts';
import { syntheticFormulas } from './synthetic.ts';

const MAX_TOKENS = 180;
const SYNTHETIC = 60_000;
const SETS = [
  { file: 'arxiv_display', display: 1, share: 1 },
  { file: 'wikipedia', display: 1, share: 1 },
  { file: 'k12', display: 0, share: 0.6 },
  { file: 'arxiv_inline', display: 0, share: 0 },
] as const;

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
function target(source: string, display: 0 | 1, seen: Set<string>): Formula | string {
  const tokens = normalizeLatex(source);
  if (!tokens) return 'outside the grammar';
  if (tokens.length === 0 || tokens.length > MAX_TOKENS) return 'empty or too long';
  const key = tokens.join(' ');
  if (seen.has(key)) return 'seen';
  seen.add(key);
  if (katexRefusal(latexOf(tokens)) !== null) return 'KaTeX refuses';
  // Rows without an environment, or in one that only stands outside $…$, are typeset as what the label says.
  const rows = tokens.includes('\\begin{aligned}') || tokens.includes('\\begin{gathered}');
  return { d: display, s: rows ? latexOf(tokens) : source, t: tokens };
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

function main(): void {
  const { values } = parseArgs({
    options: {
      formulas: { type: 'string' },
      out: { type: 'string' },
      exclude: { type: 'string', multiple: true, default: [] },
      inline: { type: 'string', default: '400000' },
    },
  });
  if (!values.formulas || !values.out) throw new Error('--formulas DIR and --out FILE are needed');
  const seen = excludedLabels(values.exclude);
  const out = createWriteStream(values.out);
  const counts = new Map<string, number>();
  const add = (source: string, display: 0 | 1, name: string): void => {
    const made = target(source, display, seen);
    const key = `${name}: ${typeof made === 'string' ? made : 'kept'}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    if (typeof made !== 'string') out.write(JSON.stringify(made) + '\n');
  };
  for (const { file, display, share } of SETS) {
    const path = `${values.formulas}/${file}.txt.xz`;
    if (!existsSync(path)) continue;
    const text = execFileSync('xz', ['-dc', path], { encoding: 'utf8', maxBuffer: 1 << 30 });
    const lines = text.split('\n').filter((line) => line !== '');
    const part = file === 'arxiv_inline' ? Number(values.inline) / lines.length : share;
    for (const line of lines) {
      // Longer inline formulas carry more to read than the ten thousandth "x_i".
      const wanted = display ? part : part * (line.length > 12 ? 1.3 : 0.6);
      if (hash(line) < wanted) add(line, display, file);
    }
  }
  for (const source of syntheticFormulas(SYNTHETIC)) add(source, 0, 'synthetic');
  out.end();
  for (const [key, n] of counts) process.stdout.write(`${key}: ${n}\n`);
}

main();
