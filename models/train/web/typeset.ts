/**
 * Formulas -> layouts as the web has them: KaTeX in Chromium, or MathJax, says where every glyph stands.
 * usage: node models/train/web/typeset.ts FORMULAS.jsonl OUT_DIR [--sample N] [--seed S] [--first FILE_NUMBER]
 *   [--renderer katex|mathjax] [--as-written]
 * Formulas are typeset from their tokens, or from what is written (made ones: `\tfrac` is a `\frac` of its own size). Files are those of ../typeset.py, with fonts named "web:" + KaTeX's file, codes
 * in Unicode, and outlines (rows.ts) for what is no glyph. Files that are there already are left alone.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { latexOf } from '../../../engine/text/latex/index.ts';
import { KATEX, Typesetter } from './browser.ts';
import { charactersOf } from './cmap.ts';
import { MathJaxTypesetter } from './mathjax.ts';
import { npy, npz } from './npz.ts';
import { SP, type Batch } from './rows.ts';

const BATCH = 300;
/** Inline formulas that stand in display style all the same, as in ../typeset.py. */
const DISPLAY_STYLE = 0.4;
/** Display formulas with a number at their right, which the label does not have. */
const NUMBERED = 0.06;

interface Formula {
  d: 0 | 1;
  s: string;
  t: string[];
}

function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

function equationNumber(random: () => number): string {
  const below = (limit: number): number => 1 + Math.floor(limit * random());
  const kind = random();
  if (kind < 0.4) return `\\tag{${below(99)}}`;
  return `\\tag{${kind < 0.8 ? `${below(9)}.${below(30)}` : `${below(20)}${'abc'.charAt(below(3) - 1)}`}}`;
}

/** The first `count` of all lines, shuffled. */
function sampled(lines: string[], count: number, seed: number): string[] {
  const random = generator(seed);
  for (let i = 0; i < Math.min(count, lines.length - 1); i++) {
    const j = i + Math.floor(random() * (lines.length - i));
    [lines[i], lines[j]] = [lines[j]!, lines[i]!];
  }
  return lines.slice(0, count);
}

const characters = new Map<string, Set<number>>();

/** Why a formula's rows cannot be drawn from KaTeX's own fonts, or null. */
function undrawable(rows: readonly number[], fonts: Batch['fonts']): string | null {
  for (let i = 0; i < rows.length; i += 5) {
    const font = fonts[rows[i]!];
    if (font === undefined) continue;
    let known = characters.get(font.file);
    if (known === undefined) {
      const path = join(KATEX, 'fonts', font.file + '.ttf');
      known = existsSync(path) ? charactersOf(path) : new Set<number>();
      characters.set(font.file, known);
    }
    if (!known.has(rows[i + 1]!)) return `${font.file} lacks U+${rows[i + 1]!.toString(16)}`;
  }
  return null;
}

/** A layout file of the formulas that could be typeset; `refused` counts the reasons of the others. */
function layoutFile(
  formulas: readonly Formula[],
  batch: Batch,
  refused: Map<string, number>,
): Buffer {
  const glyphs: number[] = [];
  const [ends, display, tokens, tokenEnds] = [[0], [] as number[], [] as string[], [0]];
  batch.formulas.forEach((made, index) => {
    const { d, t } = formulas[index]!;
    const why = 'refusal' in made ? made.refusal : made.rows.length === 0 ? 'nothing to see' : undrawable(made.rows, batch.fonts); // prettier-ignore
    if (why !== null || 'refusal' in made) {
      // KaTeX quotes the formula after the place; what it says before is the same for many.
      const reason = (why ?? '').replace(/ at (position|end of input).*/su, '');
      refused.set(reason, (refused.get(reason) ?? 0) + 1);
      return;
    }
    for (const value of made.rows) glyphs.push(value);
    ends.push(glyphs.length / 5);
    display.push(d);
    tokens.push(...t);
    tokenEnds.push(tokens.length);
  });
  return npz({
    glyphs: npy(Int32Array.from(glyphs), [glyphs.length / 5, 5]),
    ends: npy(Int32Array.from(ends)),
    display: npy(Uint8Array.from(display)),
    fonts: npy(batch.fonts.map((font) => `web:${font.file}`)),
    sizes: npy(Int32Array.from(batch.fonts, (font) => Math.round(font.size * SP))),
    tokens: npy(tokens),
    token_ends: npy(Int32Array.from(tokenEnds)),
  });
}

async function typesetterOf(renderer: string): Promise<Typesetter | MathJaxTypesetter> {
  if (renderer === 'mathjax') return new MathJaxTypesetter();
  if (renderer !== 'katex') throw new Error(`--renderer ${renderer}: katex or mathjax`);
  return await Typesetter.start();
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      sample: { type: 'string' },
      seed: { type: 'string', default: '0' },
      first: { type: 'string', default: '0' },
      renderer: { type: 'string', default: 'katex' },
      'as-written': { type: 'boolean', default: false },
    },
  });
  const [source, out] = positionals;
  if (source === undefined || out === undefined)
    throw new Error('FORMULAS.jsonl and OUT_DIR are needed');
  mkdirSync(out, { recursive: true });
  const lines = readFileSync(source, 'utf8').trimEnd().split('\n');
  const chosen = sampled(lines, Number(values.sample ?? lines.length), Number(values.seed));
  const typesetter = await typesetterOf(values.renderer);
  const refused = new Map<string, number>();
  const started = performance.now();
  let done = 0;
  for (let start = 0; start < chosen.length; start += BATCH) {
    const number = Number(values.first) + start / BATCH;
    const path = join(out, `${String(number).padStart(5, '0')}.npz`);
    if (existsSync(path)) continue;
    const formulas = chosen.slice(start, start + BATCH).map((line) => JSON.parse(line) as Formula);
    const random = generator(number);
    const items = formulas.map(({ d, s, t }) => ({
      latex:
        (values['as-written'] ? s : latexOf(t)) +
        (d === 1 && random() < NUMBERED ? equationNumber(random) : ''),
      display: d === 1 || random() < DISPLAY_STYLE,
      gap: 2.5 + 10 * random(),
    }));
    const batch = await typesetter.typeset(items);
    writeFileSync(path + '.part', layoutFile(formulas, batch, refused));
    renameSync(path + '.part', path);
    done += formulas.length;
    const rate = (1000 * done) / (performance.now() - started);
    process.stdout.write(`${path}: ${done} of ${chosen.length}, ${rate.toFixed(0)}/s\n`);
  }
  await typesetter.stop();
  for (const [why, count] of refused) process.stdout.write(`left out, ${count}: ${why}\n`);
}

await main();
