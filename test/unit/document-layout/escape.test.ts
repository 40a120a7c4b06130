/** Text that was escaped renders as that very text, and never as HTML, whatever it is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import {
  codeSpan,
  escapeStart,
  escapeText,
  fenced,
  linkTarget,
  safeLatex,
} from '../../../document/escape.ts';
import { inlineMarkdown } from '../../../document/inlines.ts';

const markdown = new MarkdownIt({ html: true, linkify: false });

/** The text that a reader sees. */
function seen(source: string): string {
  let text = '';
  for (const token of markdown.parse(source, {})) {
    assert.notEqual(token.type, 'html_block', source);
    for (const child of token.children ?? []) {
      assert.notEqual(child.type, 'html_inline', source);
      if (child.type === 'softbreak') text += ' ';
      else text += child.content;
    }
    if (token.type === 'fence' || token.type === 'code_block') text += token.content;
  }
  return text;
}

/** Strings rich in what Markdown means something by. */
const marked = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom(
      ...Array.from('ab1 .)(#*_~`$<>[]{}!|&;:/\\-+=^"\''),
      ...['<b>', '&amp;', '](x)', '[^1]', '---', '$$', '```', '![', '1. ', '# ', '- '],
    ),
    maxLength: 40,
  }),
);
/** Control signs are no text: the layout has replaced them before. */
const plain = marked.map((text) =>
  text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .replaceAll(/\s+/g, ' ')
    .trim(),
);

test('a paragraph renders as its text', () => {
  fc.assert(
    fc.property(plain, (text) => {
      assert.equal(seen(escapeStart(escapeText(text))), text);
    }),
    { numRuns: 2_000 },
  );
});

test('emphasis and code leave the text as it was', () => {
  const styles = fc.record({
    text: plain,
    bold: fc.boolean(),
    italic: fc.boolean(),
    monospace: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(styles, { minLength: 1, maxLength: 5 }), (parts) => {
      const inlines = parts.flatMap(({ text, ...style }, index) => {
        const space = {
          kind: 'text',
          text: ' ',
          bold: false,
          italic: false,
          monospace: false,
        } as const;
        return index === 0
          ? [{ kind: 'text', text, ...style } as const]
          : [space, { kind: 'text', text, ...style } as const];
      });
      const expected = parts
        .map(({ text }) => text)
        .join(' ')
        .replaceAll(/\s+/g, ' ')
        .trim();
      const source = escapeStart(inlineMarkdown(inlines, { latex: [], letters: [] }));
      assert.equal(seen(source).replaceAll(/\s+/g, ' ').trim(), expected, source);
    }),
    { numRuns: 2_000 },
  );
});

test('code keeps every letter', () => {
  fc.assert(
    fc.property(plain, (text) => {
      assert.equal(seen(fenced(text)), `${text}\n`);
      if (text !== '')
        assert.equal(
          seen(`x${codeSpan(text)}`)
            .slice(1)
            .trim(),
          text.trim(),
        );
    }),
    { numRuns: 1_000 },
  );
});

test('a formula neither ends early nor reads as HTML', () => {
  fc.assert(
    fc.property(plain, (latex) => {
      const safe = safeLatex(latex);
      assert.doesNotMatch(safe, /[<>\n]|(?<!\\)(?:\\\\)*\$/);
    }),
  );
});

test('a link leads to its file', () => {
  for (const path of ['a b.pdf', 'été (1).pdf', '../x/y.pdf', "it's.pdf", '100%.pdf', '#1?.pdf']) {
    const [paragraph] = markdown
      .parse(`[a](${linkTarget(path)})`, {})
      .filter((token) => token.type === 'inline');
    const href = paragraph?.children?.find((token) => token.type === 'link_open')?.attrGet('href');
    assert.equal(decodeURIComponent(String(href ?? '')), path);
  }
});
