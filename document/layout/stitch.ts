/** A paragraph that goes on in the next column, or on the next page, is one paragraph. */
import type { Block } from './draft.ts';
import { joinInlines, type Vocabulary } from './hyphens.ts';

/** What may stand between the two halves: floats keep to the edges of columns. */
const floats: ReadonlySet<Block['kind']> = new Set(['figure', 'caption', 'table', 'note']);

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
