/** A paragraph that goes on in the next column, or on the next page, is one paragraph. */
import type { Block } from './draft.ts';
import { joinInlines, type Vocabulary } from './hyphens.ts';

/** What may stand between the two halves: floats keep to the edges of columns. */
const floats: ReadonlySet<Block['kind']> = new Set(['figure', 'caption', 'table', 'note']);

/** The lines of a column that a float has parted are one paragraph, and the float comes after it. */
export function joinAroundFloats(blocks: readonly Block[], words: Vocabulary): Block[] {
  const made: Block[] = [];
  for (const block of blocks) {
    const at = made.findLastIndex((_, index) => !isFloat(made, index));
    const before = made[at];
    const parted = at >= 0 && at < made.length - 1;
    if (
      parted &&
      before?.kind === 'paragraph' &&
      block.kind === 'paragraph' &&
      before.open &&
      block.continues
    )
      made[at] = {
        ...block,
        inlines: joinInlines(before.inlines, block.inlines, words),
        continues: before.continues,
      };
    else made.push(block);
  }
  return made;
}

/** A float, or an entry of the list under an algorithm's title. */
function isFloat(blocks: readonly Block[], index: number): boolean {
  let at = index;
  while (blocks[at]?.kind === 'item') at--;
  const kind = blocks[at]?.kind;
  return at === index ? kind !== undefined && floats.has(kind) : kind === 'caption';
}

/** All columns in one list; floats between the halves of a paragraph come after it. */
export function joinColumns(columns: readonly (readonly Block[])[], words: Vocabulary): Block[] {
  let all: Block[] = [];
  for (const column of columns) {
    const last = all.findLastIndex((block) => !floats.has(block.kind));
    const first = column.findIndex((block) => !floats.has(block.kind));
    const [a, b] = [all[last], column[first]];
    if (a?.kind !== 'paragraph' || b?.kind !== 'paragraph' || !a.open || !b.continues) {
      all = [...all, ...column];
      continue;
    }
    const whole: Block = {
      ...b,
      inlines: joinInlines(a.inlines, b.inlines, words),
      continues: a.continues,
    };
    all = [
      ...all.slice(0, last),
      whole,
      ...all.slice(last + 1),
      ...column.slice(0, first),
      ...column.slice(first + 1),
    ];
  }
  return all;
}
