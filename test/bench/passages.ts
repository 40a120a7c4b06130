/**
 * Whether questions find their passages: `node test/bench/passages.ts`. Own questions over the handbook of the
 * tests, and over manuals of TeX Live where they are installed, with `--long` over one of 566 pages; how long an
 * index takes, what it holds, and how long a search takes.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PassageIndex } from '../../engine/document/index.ts';
import { DocumentIndexes } from '../../engine/document/indexes.ts';
import { worthQuoting } from '../../engine/document/quoting.ts';
import { isFile } from '../../engine/files.ts';
import { Documents } from '../../engine/pdf/documents.ts';
import { bibtex, handbook, koma, type Pair } from './passages-pairs.ts';

const root = join(import.meta.dirname, '..');
const manuals = '/usr/share/doc/texlive-doc';

export interface Hits {
  /** Shares of the questions that have an answer whose passage is among the first 1, 3, 5. */
  readonly at: readonly [number, number, number];
  /** Shares of questions that are quoted an answer, with one in the document and without. */
  readonly quoted: number;
  readonly misled: number;
}

export function hitsOf(index: PassageIndex, pairs: readonly Pair[]): Hits {
  const answered = pairs.flatMap(({ question, phrase }) =>
    phrase === null ? [] : [{ question, phrase }],
  );
  const others = pairs.filter(({ phrase }) => phrase === null);
  const share = <T>(items: readonly T[], is: (item: T) => boolean): number =>
    items.length === 0 ? 0 : items.filter(is).length / items.length;
  const within = (limit: number): number =>
    share(answered, ({ question, phrase }) =>
      index.find(question, limit).some(({ passage }) => passage.text.includes(phrase)),
    );
  const isQuoted = ({ question }: { question: string }): boolean =>
    worthQuoting(index.find(question, 12)).length > 0;
  return {
    at: [within(1), within(3), within(5)],
    quoted: share(answered, isQuoted),
    misled: share(others, isQuoted),
  };
}

/** After a collection, where Node allows one to be asked for (`--expose-gc`). */
function heapMegabytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}

async function main(): Promise<void> {
  const documents = new Documents();
  const indexes = new DocumentIndexes(documents);
  const sets: [string, readonly Pair[]][] = [
    [join(root, 'engine/ask-document/handbook.pdf'), handbook],
    [`${manuals}/bibtex/base/btxdoc.pdf`, bibtex],
    [`${manuals}/latex/koma-script/scrguide-en.pdf`, koma],
  ];
  for (const [path, pairs] of sets) {
    if (!(await isFile(path)) || (pairs === koma && !process.argv.includes('--long'))) continue;
    const { id, details } = await documents.open(await readFile(path));
    const held = heapMegabytes();
    const start = performance.now();
    const { index } = await indexes.of(id);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(
      `${path.split('/').at(-1)!}: ${details.pageCount} pages, ${index.passages.length} passages, indexed in ${seconds} s, ` +
        `${Math.max(0, heapMegabytes() - held).toFixed(1)} MB of heap`,
    );
    const from = performance.now();
    for (let i = 0; i < 100; i++) index.find('how is the size of the type area chosen', 12);
    console.log(`  a search takes ${((performance.now() - from) / 100).toFixed(2)} ms`);
    const { at, quoted, misled } = hitsOf(index, pairs);
    const percent = (value: number): string => `${Math.round(value * 100)} %`;
    console.log(
      `  ${pairs.length} questions: hit@1 ${percent(at[0])}, hit@3 ${percent(at[1])}, hit@5 ${percent(at[2])}; ` +
        `quoted where there is an answer ${percent(quoted)}, where there is none ${percent(misled)}`,
    );
  }
  documents.dispose();
}

if (import.meta.main) await main();
