/** The file of threads: what is written is read again, and what people do to it survives. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Sidecar } from '../../../extension/margin/sidecar/model.ts';
import { parseSidecar } from '../../../extension/margin/sidecar/parse.ts';
import { readSidecar } from '../../../extension/margin/sidecar/read.ts';
import { exportMarkdown, serialize } from '../../../extension/margin/sidecar/serialize.ts';
import { escapeBody, unescapeBody } from '../../../extension/margin/sidecar/text.ts';
import { sidecar, text } from './arbitrary.ts';

const name = 'On (compact) operators.pdf';

const example: Sidecar = {
  deleted: new Map(),
  loose: [],
  threads: [
    {
      id: 'aaaa',
      anchor: {
        page: 3,
        rectangle: { x1: 72, y1: 100.25, x2: 300, y2: 140 },
        quote: 'Let T be a *compact* operator.',
      },
      turns: [
        {
          ...{ id: 'bbbb', question: 'Why is it bounded?', made: Date.UTC(2026, 10, 22, 10) },
          ...{ mode: 'think', state: 'answered', quoted: false },
          ...{ thought: 'Compact sets are bounded.', answer: 'Since $T(B)$ is compact [1].' },
          citations: [
            {
              ...{ number: 1, page: 2, label: 'ii' },
              rectangles: [{ x1: 72, y1: 90, x2: 300, y2: 102 }],
              quote: 'An operator is compact if …',
            },
          ],
          ...{ model: 'phi', device: 'cpu', millis: 1200 },
        },
      ],
    },
  ],
};

test('it reads well by itself', () => {
  assert.equal(
    serialize(example, name).replace(/<!-- marginalia .* -->\n\n/g, ''),
    [
      '# Questions about On (compact) operators.pdf',
      'Kept by Marginalia. The text may be edited; each comment belongs to what follows it.',
      '## Page 3',
      '> Let T be a \\*compact\\* operator.',
      '### Why is it bounded?',
      '<details><summary>Thought</summary>',
      'Compact sets are bounded.',
      '</details>',
      'Since $T(B)$ is compact [1].',
      '- [1] [page ii](On%20%28compact%29%20operators.pdf#page=2): “An operator is compact if …” <!-- 72 90 300 102 -->',
      '*phi; 2026-11-22*\n',
    ].join('\n\n'),
  );
  assert.doesNotMatch(exportMarkdown(example.threads, name), /<!--|Thought/);
});

test('what is written is read again', () => {
  assert.deepEqual(parseSidecar(serialize(example, name), name), example);
  fc.assert(
    fc.property(sidecar, fc.constantFrom('\n', '\r\n'), (made, end) => {
      const written = serialize(made, name).replaceAll('\n', end);
      assert.deepEqual(parseSidecar(written, name), made);
      assert.equal(readSidecar(written, name).conflict, 'none');
    }),
    { numRuns: 400 },
  );
});

test('texts come through their escapes, whatever is in them', () => {
  fc.assert(fc.property(text, (one) => assert.equal(unescapeBody(escapeBody(one)), one)));
});

test('edits are taken, and what is not ours stays word for word', () => {
  const lines = serialize(example, name).split('\n');
  const edited = lines
    .map((line) => {
      if (line.startsWith('### ')) return '### Why is it bounded, really?';
      if (line.startsWith('# ')) return '# My notes\n\nTo be read twice.';
      if (line.startsWith('## ')) return '## The lemma\n\nSee also the exercise.';
      if (line.startsWith('Since')) return `${line}\n\n![plot](plot.png)`;
      return line.startsWith('*phi') ? `${line}\n\nChecked by hand.\n\n<!-- todo -->` : line;
    })
    .join('\n');
  const read = parseSidecar(edited, name);
  assert.match(read.head!, /My notes\n\nTo be read twice\./);
  const [thread] = read.threads;
  assert.equal(thread!.heading, '## The lemma');
  assert.match(thread!.extra!, /See also the exercise\./);
  const [turn] = thread!.turns;
  assert.equal(turn!.question, 'Why is it bounded, really?');
  assert.match(turn!.answer, /compact \[1\]\.\n\n!\[plot\]/);
  assert.equal(turn!.extra, 'Checked by hand.\n\n<!-- todo -->');
  assert.deepEqual(turn!.citations, example.threads[0]!.turns[0]!.citations);
  assert.equal(parseSidecar(serialize(read, name), name).threads[0]!.extra, thread!.extra);
});

test('keys and parts of a later version survive', () => {
  const later = serialize(example, name)
    .replace('"id":"bbbb"', '"id":"bbbb","rating":5')
    .replace('<!-- marginalia answer -->', '<!-- marginalia figure {"a":1} -->\n\nF\n\n$&');
  const again = serialize(parseSidecar(later, name), name);
  assert.match(again, /"rating":5/);
  assert.match(again, /<!-- marginalia figure \{"a":1\} -->\n\nF/);
});

test('a damaged comment costs no word, and a copied thread becomes a thread of its own', () => {
  const written = serialize(example, name);
  const damaged = serialize(
    parseSidecar(written.replace('"page":3', '"page":"three"'), name),
    name,
  );
  assert.match(damaged, /Why is it bounded\?/);
  assert.match(damaged, /"page":"three"/);
  const start = written.indexOf('<!-- marginalia thread');
  const twice = parseSidecar(`${written}\n${written.slice(start)}`, name);
  assert.equal(twice.threads.length, 2);
  assert.equal(new Set(twice.threads.map(({ id }) => id)).size, 2);
});

const deleted = '<!-- marginalia deleted {"aaaa":"2026-01-01T00:00:00Z"} -->';
const threadMark = '<!-- marginalia thread {"id":"aaaa","page":3,"at":"72 100.25 300 140"} -->';
const turnMark = '<!-- marginalia turn {"id":"bbbb","made":"2026-11-22T10:00:00.000Z"} -->';

test('any text: nothing is lost, and a second look changes nothing', () => {
  const piece = fc.oneof(
    text,
    fc.constantFrom(...serialize(example, name).split('\n')),
    fc.constantFrom(deleted, '<<<<<<< a'),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const given = pieces.join('\n');
      const once = serialize(parseSidecar(given, name), name);
      assert.equal(serialize(parseSidecar(once, name), name), once);
      const flat = once + unescapeBody(once);
      // a mark of a part that has nothing in it is no text
      const texts = given.replace(/^<!-- marginalia [a-z]+ -->[^\S\n]*$/gm, '');
      for (const word of texts.match(/[a-z]{3,}/gi) ?? []) assert.ok(flat.includes(word), word);
    }),
    {
      numRuns: 400,
      examples: [
        // what belongs to no thread must not become a part of the one before it
        [[deleted, '!', turnMark, threadMark]],
        [[deleted, '- [1] [page 2](a.pdf#page=2): “x”', threadMark, turnMark]],
      ],
    },
  );
});
