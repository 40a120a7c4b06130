/** Made-up threads for property tests, as the margin would keep them. */
import fc from 'fast-check';
import type { KeptThread, KeptTurn, Sidecar } from '../../../extension/margin/sidecar/model.ts';
import { sorted, sortedTurns } from '../../../extension/margin/sidecar/serialize.ts';
import { normalLine, normalText } from '../../../extension/margin/sidecar/text.ts';

/** Words that mean something to the file's form, and any others. */
const piece = fc.oneof(
  fc.constantFrom(
    ...['<!--', '-->', '&lt;!--', '&amp;lt;!--', '\n', '\n\n', '# ', '## Page 3', '> ', '- [1] '],
    ...['<!-- marginalia answer -->', '<!-- marginalia turn {} -->', '<<<<<<< HEAD', '======='],
    ...[
      '>>>>>>> main',
      '\n=======\n',
      '\n\\=======\n',
      '|||||||',
      '”',
      '“',
      '\\',
      '[1]',
      '</details>',
    ],
    ...['$x^2$', '$$\n\\int\n$$', '*', '`', '\r\n', '\u2028', 'page', ' ', '    code'],
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
export const text = fc.array(piece, { maxLength: 8 }).map((pieces) => normalText(pieces.join('')));
const line = text.map(normalLine);
const id = fc.stringMatching(/^[0-9a-f]{12}$/);
const page = fc.integer({ min: 1, max: 40 });
const coordinate = fc.integer({ min: -99_999, max: 99_999 }).map((n) => n / 100);
const plain = { noNullPrototype: true } as const;
const rectangle = fc.record(
  { x1: coordinate, y1: coordinate, x2: coordinate, y2: coordinate },
  plain,
);

const citation = fc
  .record(
    {
      ...{ number: fc.integer({ min: 1, max: 99 }), page, label: line },
      ...{ rectangles: fc.array(rectangle, { maxLength: 3 }), quote: line },
    },
    { requiredKeys: ['number', 'page', 'rectangles', 'quote'], noNullPrototype: true },
  )
  .map(({ label, ...rest }) =>
    label === undefined || label === String(rest.page) ? rest : { ...rest, label },
  );

export const turn: fc.Arbitrary<KeptTurn> = fc
  .record(
    {
      ...{ id, question: text, made: fc.integer({ min: 1, max: 4e12 }) },
      mode: fc.constantFrom('auto' as const, 'think' as const, 'nothink' as const),
      state: fc.constantFrom('answered' as const, 'stopped' as const, 'failed' as const),
      ...{ thought: text, answer: text, citations: fc.array(citation, { maxLength: 3 }) },
      ...{ quoted: fc.boolean(), cut: fc.constantFrom('thought' as const, 'answer' as const) },
      problem: fc.record({ code: line, message: line, action: line }, plain),
      ...{ model: line, device: line, millis: fc.integer({ min: 0, max: 1e6 }) },
    },
    {
      ...plain,
      requiredKeys: [
        ...(['id', 'question', 'made', 'mode', 'state', 'thought', 'answer', 'citations'] as const),
        ...(['quoted', 'model', 'device', 'millis'] as const),
      ],
    },
  )
  .map((made) => ({ ...made, model: made.model.slice(0, 90).toWellFormed().trim() }));

export const thread: fc.Arbitrary<KeptThread> = fc
  .record(
    {
      id,
      anchor: fc
        .record({ page, rectangle, quote: line }, { requiredKeys: ['page'], noNullPrototype: true })
        .map(({ quote, ...rest }) =>
          quote === undefined || quote === '' ? rest : { ...rest, quote },
        ),
      turns: fc.uniqueArray(turn, { minLength: 1, maxLength: 3, selector: (made) => made.id }),
    },
    plain,
  )
  .map((made) => ({ ...made, turns: sortedTurns(made.turns) }));

export const sidecar: fc.Arbitrary<Sidecar> = fc
  .record({
    threads: fc.uniqueArray(thread, { maxLength: 4, selector: (made) => made.id }),
    deleted: fc.uniqueArray(fc.tuple(id, fc.integer({ min: 1, max: 4e12 })), {
      maxLength: 3,
      selector: ([gone]) => gone,
    }),
  })
  .filter(({ threads }) => {
    const ids = threads.flatMap((made) => [made.id, ...made.turns.map((one) => one.id)]);
    return new Set(ids).size === ids.length;
  })
  .map(({ threads, deleted }) => ({
    ...{ threads: sorted(threads), loose: [] },
    deleted: new Map(deleted.sort(([a], [b]) => (a < b ? -1 : 1))),
  }));
