/** Columns of lines → blocks: headings, paragraphs, lists, code, quotes, captions, footnotes. */
import { centerX, height, width, type Rectangle } from '../geometry.ts';
import type { Block, Inline } from './draft.ts';
import { headingLevel } from './headings.ts';
import { joinInlines, type Vocabulary } from './hyphens.ts';
import { inlinesOf, type InlineOptions, type Line } from './lines.ts';
import { isContentsLine, markerOf, withoutDots } from './markers.ts';
import { splitNotes, type FootnoteLines } from './notes.ts';
import { groupLines, leftOf, measureOf, rightOf, type Measure } from './paragraphs.ts';
import { joinAroundFloats, joinColumns } from './stitch.ts';

/** What a column holds, from its top to its bottom. */
export type Flow =
  | { readonly kind: 'line'; readonly line: Line }
  | {
      readonly kind: 'display';
      readonly box: Rectangle;
      readonly formula: number;
      readonly tag: string;
    }
  | { readonly kind: 'table'; readonly box: Rectangle; readonly rows: Inline[][][] }
  /** The first line is its title. */
  | { readonly kind: 'algorithm'; readonly box: Rectangle; readonly lines: readonly Line[] }
  | { readonly kind: 'figure'; readonly box: Rectangle; readonly figure: number };

export interface BlockOptions {
  readonly rules: readonly Rectangle[];
  readonly bodySize: number;
  readonly words: Vocabulary;
  /** The page is a slide, `height` points high: its uppermost line is its title. */
  readonly slide: boolean;
  readonly height: number;
}

const CAPTION =
  /^(?:fig(?:ure|\.)?|table|tab\.|algorithm|listing|scheme|plate|chart)\s*[\divxlA-Z.]+\s*(?:[.:|—–]|$|(?=\s{2}))/iu;

export function blocksOf(columns: readonly (readonly Flow[])[], options: BlockOptions): Block[] {
  const { rules, bodySize, words, slide, height: pageHeight } = options;
  const split = columns.map((flows) => {
    const lines = flows.flatMap((flow) => (flow.kind === 'line' ? [flow.line] : []));
    const { body, notes } = splitNotes(lines, rules, bodySize);
    const kept = new Set(body);
    return {
      flows: flows.filter((flow) => flow.kind !== 'line' || kept.has(flow.line)),
      lines: body,
      notes,
    };
  });
  const marks = new Set(split.flatMap(({ notes }) => notes.map(({ mark }) => mark)));
  const measure = measureOf(
    split.map(({ lines }) => lines),
    bodySize,
  );
  const title = slide
    ? slideTitle(
        split.flatMap(({ lines }) => lines),
        pageHeight,
      )
    : null;
  const context = { marks, measure, words, title };
  const blocks = joinColumns(
    split.map(({ flows, lines }) => joinAroundFloats(columnBlocks(flows, lines, context), words)),
    words,
  );
  return [
    ...leveled(blocks),
    ...split.flatMap(({ notes }) => notes.map((note) => noteBlock(note, context))),
  ];
}

/** Depths of list entries by their indents: each at most one deeper than the entry above. */
function leveled(blocks: readonly Block[]): Block[] {
  let indents: number[] = [];
  return blocks.map((block) => {
    if (block.kind !== 'item') {
      indents = [];
      return block;
    }
    indents = [...indents.filter((indent) => indent < block.depth), block.depth];
    return { ...block, depth: indents.length - 1 };
  });
}

interface Context extends InlineOptions {
  readonly measure: Measure;
  readonly words: Vocabulary;
  readonly title: { readonly line: Line; readonly level: number } | null;
}

/** The uppermost line of a slide where it is larger than all others: over the text, or on a slide of its own. */
function slideTitle(lines: readonly Line[], pageHeight: number): Context['title'] {
  const [line] = [...lines].sort((a, b) => a.baseline - b.baseline);
  if (line === undefined || lines.length < 2) return null;
  const others = lines.filter(({ size }) => size < 0.95 * line.size);
  const larger = lines.some(({ size }) => size > 1.05 * line.size);
  if (larger || others.length < lines.length / 2) return null;
  return { line, level: line.baseline < 0.25 * pageHeight ? 2 : 1 };
}

function columnBlocks(flows: readonly Flow[], lines: readonly Line[], context: Context): Block[] {
  const sides = { left: leftOf(lines), right: rightOf(lines) };
  const blocks: Block[] = [];
  let open: Line[] = [];
  const flush = (): void => {
    for (const group of groupLines(open, context.measure))
      blocks.push(blockOf(group, sides, context));
    open = [];
  };
  for (const flow of flows) {
    if (flow.kind === 'line') {
      open.push(flow.line);
      continue;
    }
    flush();
    if (flow.kind === 'display')
      blocks.push({ kind: 'display', formula: flow.formula, tag: flow.tag });
    else if (flow.kind === 'table') blocks.push({ kind: 'table', rows: flow.rows });
    else if (flow.kind === 'algorithm') blocks.push(...algorithmBlocks(flow.lines, context));
    else if (width(flow.box) > 0 && height(flow.box) > 0)
      blocks.push({ kind: 'figure', figure: flow.figure });
  }
  flush();
  return blocks;
}

/** A title and a list: formulas stay formulas, and depths tell what belongs to which loop. */
function algorithmBlocks([title, ...lines]: readonly Line[], context: Context): Block[] {
  const items = lines.map((line): Block => {
    const [first, second] = line.atoms;
    const numbered = first?.kind === 'text' && /^\d{1,3}[:.]?$/.test(first.text);
    const begins = (numbered ? second : first) ?? line;
    return {
      kind: 'item',
      depth: Math.max(0, Math.round(begins.box.x1 / (0.5 * line.size))),
      ...{ marker: '-', inlines: runOn([line], context) },
    };
  });
  return [{ kind: 'caption', inlines: runOn([title!], context) }, ...items];
}

interface Sides {
  readonly left: number;
  readonly right: number;
}

function blockOf(group: readonly Line[], sides: Sides, context: Context): Block {
  const { measure } = context;
  const alone = aloneFormula(group, sides);
  if (alone !== null) return alone;
  if (group.every((line) => line.monospace) && isCode(group))
    return { kind: 'code', text: codeOf(group, sides) };
  if (isContentsLine(group[0]!)) {
    const depth = Math.round((group[0]!.box.x1 - sides.left) / (1.5 * measure.size));
    const entry = runOn([withoutDots(group[0]!)], context);
    return { kind: 'item', depth: Math.min(Math.max(depth, 0), 4), marker: '-', inlines: entry };
  }
  const inlines = runOn(group, context);
  const { title } = context;
  if (title !== null && title.line === group[0])
    return { kind: 'heading', level: title.level, inlines };
  const text = group[0]!.text;
  if (CAPTION.test(text) && !/^\p{Ll}/u.test(text)) return { kind: 'caption', inlines };
  const marker = markerOf(group[0]!);
  if (marker !== null && marker.kind !== 'reference') {
    const [first, ...rest] = group;
    const without = { ...first!, atoms: first!.atoms.slice(marker.atoms) };
    const depth = Math.max(
      0,
      Math.round((group[0]!.box.x1 - sides.left) / (2.2 * measure.size)) - 1,
    );
    return {
      kind: 'item',
      depth: Math.min(depth, 4),
      marker: marker.text,
      inlines: runOn([without, ...rest], context),
    };
  }
  const level = headingLevel(group, measure.size);
  if (level !== null) return { kind: 'heading', level, inlines };
  if (isQuote(group, sides, measure)) return { kind: 'quote', inlines };
  const last = group.at(-1)!;
  const em = measure.size;
  const ends = /[.!?:]["”’)\]]*$/.test(last.text);
  const wide = last.box.x2 > sides.right - 0.08 * (sides.right - sides.left);
  const indented = group[0]!.box.x1 > sides.left + 0.7 * em;
  const body = Math.abs(group[0]!.size - em) < 0.05 * em && marker === null;
  return {
    ...{ kind: 'paragraph', inlines },
    continues: body && !indented && !text.startsWith('['),
    open: body && (!ends || last.text.endsWith('-')) && (wide || !ends),
  };
}

/** A short formula by itself in the middle of its column is displayed, whatever it looks like. */
function aloneFormula(group: readonly Line[], { left, right }: Sides): Block | null {
  const [line, ...more] = group;
  const [first, ...rest] = line!.atoms;
  if (more.length > 0 || first?.kind !== 'formula' || first.box.x1 < left + 2 * line!.size)
    return null;
  const tag = rest.map((atom) => (atom.kind === 'text' ? atom.text : ' ')).join('');
  const number = /^\(([\w.]+)\)$/.exec(tag)?.[1];
  if (rest.length > 0 && (number === undefined || line!.box.x2 < right - line!.size)) return null;
  return { kind: 'display', formula: first.formula, tag: number ?? '' };
}

function runOn(group: readonly Line[], context: Context): Inline[] {
  let inlines: Inline[] = [];
  for (const line of group) {
    const next = trimmed(inlinesOf(line, context));
    inlines = inlines.length === 0 ? next : joinInlines(inlines, next, context.words);
  }
  return inlines;
}

/** Without spaces at its start. */
function trimmed(inlines: readonly Inline[]): Inline[] {
  const [first, ...rest] = inlines;
  if (first?.kind !== 'text') return [...inlines];
  return [{ ...first, text: first.text.trimStart() }, ...rest];
}

/** One line in a typewriter font is a name or an address at times: code has signs or several lines. */
const isCode = (group: readonly Line[]): boolean =>
  group.length > 1 || !/^(?:https?:|www\.|\S+@\S+$)/.test(group[0]!.text);

/** Spaces as wide as the letters: the indents and gaps of the printed lines. */
function codeOf(group: readonly Line[], { left }: Sides): string {
  return group
    .map((line) => {
      const letters = line.atoms.reduce(
        (sum, atom) => sum + (atom.kind === 'text' ? atom.text.length : 1),
        0,
      );
      const inked = line.atoms.reduce((sum, { box }) => sum + width(box), 0);
      const advance = Math.max(inked / Math.max(letters, 1), 0.1 * line.size);
      let text = '';
      let end = left;
      for (const atom of line.atoms) {
        text += ' '.repeat(Math.min(Math.max(Math.round((atom.box.x1 - end) / advance), 0), 120));
        text += atom.kind === 'text' ? atom.text : '\ufffd';
        end = atom.box.x2;
      }
      return text;
    })
    .join('\n');
}

/** Set in from both sides, in the size of the body, and not merely in the middle. */
function isQuote(group: readonly Line[], { left, right }: Sides, { size }: Measure): boolean {
  if (group.length < 2 || Math.abs(group[0]!.size - size) > 0.05 * size) return false;
  const lefts = group.slice(1).map(({ box }) => box.x1);
  const even = lefts.every((x) => Math.abs(x - lefts[0]!) < 0.3 * size);
  const inner = group.every(({ box }) => box.x1 > left + 1.3 * size && box.x2 < right - 1.3 * size);
  return even && inner && Math.abs(centerX(group[0]!.box) - (left + right) / 2) < 4 * size;
}

function noteBlock({ mark, lines }: FootnoteLines, context: Context): Block {
  return { kind: 'note', mark, inlines: runOn(lines, { ...context, marks: new Set() }) };
}
