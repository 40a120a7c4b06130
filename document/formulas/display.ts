/** Displays: rows that are mathematics, set off from the prose around them, grouped to whole blocks. */
import { centerX, height, join, shared, type Rectangle } from '../geometry.ts';
import { columnAt, columnsOf, type Column } from './columns.ts';
import type { Row } from './rows.ts';

export interface Display {
  readonly rectangle: Rectangle;
  readonly rows: readonly Row[];
}

/** Gap between rows of one display, in em. */
const ROW_GAP = 1.15;
/** A display starts this far inside its column, in em. */
const SET_OFF = 1.2;
const NUMBER = /^[([]?[A-Z]?\d[\d.]*[a-z]?[)\]]?$|^\((\p{L}|[*∗†‡]+|[ivx]+)\)$/u;

interface Block {
  box: Rectangle;
  rows: Row[];
  /** The largest of its letters' sizes. */
  em: number;
  readonly column: Column | undefined;
}

export function findDisplays(rows: readonly Row[]): Display[] {
  const sure = rows.filter(({ words, prose, other }) => words > 3 && prose > other);
  const likely = rows.filter(({ words, seeds }) => words > 1 && seeds.size === 0);
  const columns = columnsOf((sure.length > 2 ? sure : [...sure, ...likely]).map(({ box }) => box));
  const lines = new Set(rows.filter((row) => isProse(row, rows, columns)));
  const ends = rows.filter((row) => !lines.has(row) && isLastLine(row, lines, columns));
  const prose = [...lines, ...ends];
  const notProse = new Set(rows);
  for (const row of prose) notProse.delete(row);
  const others = [...notProse];
  const numbers = new Set(others.filter((row) => isNumber(row, others, columns)));
  const pool = others.filter((row) => !numbers.has(row));
  const mathematical = pool.filter(
    (row) => (row.seeds.size > 0 && row.prose <= 1.5 * row.other + 6) || isEquation(row),
  );
  let blocks = mathematical.map((row): Block => {
    return { box: row.box, rows: [row], em: row.size, column: columnAt(columns, row.box) };
  });
  blocks = merge(blocks, prose);
  const left = new Set(pool);
  for (const row of mathematical) left.delete(row);
  absorb(blocks, left, isBeside);
  absorb(blocks, left, isLimit);
  blocks = merge(blocks, prose);
  return blocks
    .filter((block) => isDisplay(block, prose))
    .map(({ box, rows: members }) => ({ rectangle: box, rows: members }));
}

/** Words, unless they are a condition beside mathematics: `if x > 0`, `for all n`. */
function isProse(row: Row, rows: readonly Row[], columns: readonly Column[]): boolean {
  const { words, prose, other, box, size, seeds } = row;
  if (words < 2 || prose < 0.55 * other || isEquation(row)) return false;
  const column = columnAt(columns, box);
  if (words > 6 || column === undefined || box.x1 < column.x1 + 2 * size) return true;
  const condition = rows.some(
    (before) =>
      before !== row &&
      before.words <= 1 &&
      before.seeds.size > 0 &&
      before.box.x1 < box.x1 &&
      columnAt(columns, before.box) === column &&
      -shared(before.box.x1, before.box.x2, box.x1, box.x2) < 5 * size &&
      shared(before.box.y1, before.box.y2, box.y1, box.y2) > 0.3 * height(box),
  );
  return !condition && (words > 2 || seeds.size === 0 || prose > 1.6 * other);
}

/** Where variables are set in the font of the text: letters, and a relation between them. */
const isEquation = ({ tokens }: Row): boolean =>
  tokens.length > 2 &&
  !tokens.some(({ kind, text }) => kind === 'text' && text.length > 1) &&
  tokens.some(({ text }) => /^[=<>≤≥≈≡]$/u.test(text)) &&
  tokens.some(({ kind }) => kind === 'italic' || kind === 'math');

/** The end of a paragraph: it begins at the margin, right below a full line. */
function isLastLine(row: Row, lines: ReadonlySet<Row>, columns: readonly Column[]): boolean {
  const column = columnAt(columns, row.box);
  if (column === undefined || Math.abs(row.box.x1 - column.x1) > 0.6 * row.size) return false;
  for (const { baseline, size, box } of lines) {
    const down = row.baseline - baseline;
    if (down < 0.5 * row.size || down > 1.5 * row.size) continue;
    if (box.x2 > column.x2 - 2 * size && box.x1 < column.x1 + 2 * size) return true;
  }
  return false;
}

/** An equation's number: alone at the edge of its column, beside something. */
function isNumber(row: Row, rows: readonly Row[], columns: readonly Column[]): boolean {
  const text = row.tokens.map((token) => token.text).join('');
  if (!NUMBER.test(text)) return false;
  const column = columnAt(columns, row.box);
  const edge =
    column === undefined ||
    row.box.x2 > column.x2 - 2 * row.size ||
    row.box.x1 < column.x1 + 2 * row.size;
  const bracketed = /^[([].*[)\]]$/.test(text);
  if (!bracketed) return false;
  const beside = rows.filter(
    (other) =>
      other !== row && shared(other.box.y1, other.box.y2, row.box.y1 - 8, row.box.y2 + 8) > 0,
  );
  const apart = beside.every(
    (other) => -shared(other.box.x1, other.box.x2, row.box.x1, row.box.x2) > 0.9 * row.size,
  );
  return edge && apart;
}

/** Joins blocks until none is near another. */
function merge(blocks: readonly Block[], prose: readonly Row[]): Block[] {
  const done: Block[] = [];
  for (const block of blocks) {
    let grown = block;
    // What has grown may have come near to another: no two of those that are done are near.
    for (;;) {
      const at = done.findIndex((other) => near(grown, other, prose));
      if (at < 0) break;
      const [other] = done.splice(at, 1) as [Block];
      grown = {
        box: join(other.box, grown.box),
        rows: [...other.rows, ...grown.rows],
        em: Math.max(other.em, grown.em),
        column: other.column,
      };
    }
    done.push(grown);
  }
  return done;
}

function near(a: Block, b: Block, prose: readonly Row[]): boolean {
  if (a.column !== b.column) return false;
  const em = Math.max(a.em, b.em);
  const down = -shared(a.box.y1, a.box.y2, b.box.y1, b.box.y2);
  const across = -shared(a.box.x1, a.box.x2, b.box.x1, b.box.x2);
  if (down > ROW_GAP * em || across > (down < 0 ? 12 : 4) * em) return false;
  const both = join(a.box, b.box);
  return !prose.some(
    ({ box, baseline, size }) =>
      shared(box.x1, box.x2, both.x1, both.x2) > 0 &&
      shared(baseline - 0.45 * size, baseline, both.y1, both.y2) > 0,
  );
}

/** Adds rows to the blocks that they belong to, until none is left that does. */
function absorb(
  blocks: readonly Block[],
  left: Set<Row>,
  belongs: (row: Row, block: Block) => boolean,
): void {
  for (let again = true; again;) {
    again = false;
    for (const row of left) {
      const home = row.words > 4 ? undefined : blocks.find((block) => belongs(row, block));
      if (home === undefined) continue;
      home.box = join(home.box, row.box);
      home.rows.push(row);
      home.em = Math.max(home.em, row.size);
      left.delete(row);
      again = true;
    }
  }
}

/** Numbers and short words inside a block or right beside it: entries of matrices, conditions. */
const isBeside = (row: Row, { box }: Block): boolean =>
  shared(box.y1, box.y2, row.box.y1, row.box.y2) > 0.5 * height(row.box) &&
  -shared(box.x1, box.x2, row.box.x1, row.box.x2) < 2.2 * row.size;

/** Small letters right over or under a block, as the limits of sums are. */
const isLimit = (row: Row, { box, em }: Block): boolean =>
  row.size < 0.86 * em &&
  row.box.x1 > box.x1 - 0.5 * row.size &&
  row.box.x2 < box.x2 + 0.5 * row.size &&
  -shared(box.y1, box.y2, row.box.y1, row.box.y2) < 0.5 * row.size;

function isDisplay({ box, rows, em, column }: Block, prose: readonly Row[]): boolean {
  // A piece of a line of prose, parted from it by a wide gap.
  const beside = prose.some(
    (row) =>
      shared(row.baseline - 0.5 * row.size, row.baseline, box.y1, box.y2) > 0.3 * row.size &&
      -shared(row.box.x1, row.box.x2, box.x1, box.x2) < 2.5 * em,
  );
  if (beside) return false;
  const letters = rows.reduce((sum, row) => sum + row.prose + row.other, 0);
  const words = rows.reduce((sum, row) => sum + row.prose, 0);
  if (words > 0.62 * letters) return false;
  const joined = rows.some((row) => row.tokens.length > 1) || rows.length > 1;
  if (column === undefined) return joined;
  const setOff = box.x1 > column.x1 + SET_OFF * em;
  const centered = Math.abs(centerX(box) - (column.x1 + column.x2) / 2) < 2 * em;
  const begins = [...rows].sort((a, b) => a.box.x1 - b.box.x1)[0]!.tokens[0]!;
  if (begins.kind === 'text' && begins.letters.length > 1 && !centered) return false;
  if (words === 0 && rows.length > 1 && height(box) > 2 * em) return true;
  return (setOff || centered) && (joined || height(box) > 1.5 * em || centered);
}
