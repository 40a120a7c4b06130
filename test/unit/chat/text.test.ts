/** Text of a model on its way into the chat. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import createParser from 'markdown-it';
import { ChatText } from '../../../extension/chat/text.ts';

const link = (number: number): string => (number <= 12 ? `<${number}>` : '');
const whole = (text: string): string => {
  const chat = new ChatText(link);
  return chat.push(text) + chat.end();
};

test('numbers become links, but not in code and formulas, and other brackets stay', () => {
  for (const [text, shown] of [
    ['It holds [1].', 'It holds <1>.'],
    ['So [1, 3-5] and [2][4].', 'So <1><3><4><5> and <2><4>.'],
    ['As [1]: so.', 'As <1>: so.'],
    ['Gone [99] it is.', 'Gone  it is.'],
    [
      'In [0, 1] and `a[1]` and $x[3]$ and $$y[2]$$',
      'In [0, 1] and `a[1]` and $x[3]$ and $$y[2]$$',
    ],
    ['```\na[1]\n```\n[1]', '```\na[1]\n```\n<1>'],
    ['- ~~~\n  [1]\n  ~~~\n  [2]', '- ~~~\n  [1]\n  ~~~\n  <2>'],
    ['\\(a\\) and \\[b\\]', '$a$ and $$b$$'],
    ['[word] [1](x) [ 1 ]', '[word] [1] (x) [ 1 ]'],
    ['an open ` and [1]', 'an open \\` and <1>'],
    ['`one line` `two\nlines` [1]', '`one line` \\`two\nlines\\` <1>'],
  ] as const) {
    assert.equal(whole(text), shown, text);
  }
});

test('links lead to the web or nowhere; images and HTML are text', () => {
  assert.equal(whole('[a](https://x.org) <https://x.org>'), '[a](https://x.org) <https://x.org>');
  for (const bad of [
    '[a](command:marginalia.showPassage?1)',
    '[a](\ncommand:x)',
    '[a](&#99;ommand:x)',
    '[a](<command:x>)',
    '<command:x>',
    '[a][b]\n\n[b]: command:x',
    '[b]:\n  command:x\n\n[b]',
    '[a](file:///etc/passwd)',
    '![a](https://x.org/secret)',
    '<a href="command:x">a</a>',
    '[![a](b)](command:x)',
    '# `\n` a ` [x](command:y) `',
    '| a | b |\n|---|---|\n| `a | b` `[x](command:y)` |',
    '# \\x`\\%=0 ![a](http://x)| a |\n|---|\n\\x`',
  ]) {
    const html = createParser({ html: false, linkify: false }).render(whole(bad));
    assert.doesNotMatch(html, /<(?:a|img)\b/, `${bad} → ${html}`);
  }
});

const pieces = fc.array(
  fc.constantFrom(
    ...[
      '[',
      ']',
      '(',
      ')',
      '1',
      '12',
      ', ',
      '`',
      '```',
      '\n',
      '\n\n',
      '$',
      '$$',
      '\\',
      '\\(',
      '\\)',
    ],
    ...['\\[', '\\]', '!', '<', 'command:x', 'https://x', ':', ' ', 'a', '~~~', '- ', '&', '\\$'],
  ),
  { maxLength: 30 },
);

test('however it is cut, the same comes out, and no link but to the web or a passage', () => {
  const parser = createParser({ html: false, linkify: false });
  fc.assert(
    fc.property(pieces, fc.array(fc.nat({ max: 6 }), { minLength: 1 }), (parts, cuts) => {
      const text = parts.join('');
      const chat = new ChatText((number) => `[${number}](passage:${number})`);
      let out = '';
      for (let at = 0, i = 0; at < text.length; i++) {
        const size = cuts[i % cuts.length]! + 1;
        out += chat.push(text.slice(at, at + size));
        at += size;
      }
      out += chat.end();
      const once = new ChatText((number) => `[${number}](passage:${number})`);
      assert.equal(out, once.push(text) + once.end());
      parser.validateLink = () => true;
      const html = parser.render(out);
      assert.doesNotMatch(html, /<img/, text);
      for (const [, address] of html.matchAll(/(?:href|src)="([^"]*)"/g))
        assert.match(address!, /^(?:https:\/\/|passage:\d+$)/, `${JSON.stringify(text)} → ${html}`);
    }),
    { numRuns: 2_000 },
  );
});

test('nothing is lost, and what nobody closes does not hold the rest back for ever', () => {
  const chat = new ChatText(link);
  let out = chat.push('A `code that never ends, ');
  for (let i = 0; i < 400; i++) out += chat.push('and more of this text ');
  assert.ok(out.length > 5_000, 'it is shown while it comes');
  out += chat.end();
  assert.equal(
    out.replace(/\s/g, ''),
    `A\\\`code that never ends, ${'and more of this text '.repeat(400)}`.replace(/\s/g, ''),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const letters = (it: string): string => it.replace(/[^\p{L}]/gu, '');
      assert.equal(letters(whole(text)), letters(text));
    }),
  );
});
