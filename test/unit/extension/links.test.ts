/** Links to pictures: found in each language, described, and their attachments. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { altEdit } from '../../../extension/links/altText.ts';
import { attachmentData } from '../../../extension/links/attachment.ts';
import { findLinks } from '../../../extension/links/find.ts';
import { graphicsFolders } from '../../../extension/links/latexLinks.ts';
import type { DocumentKind } from '../../../extension/formats/index.ts';

const targets = (kind: DocumentKind, text: string, language: string = kind): string[] =>
  findLinks(text, kind, language).map(({ target }) => target);

test('Markdown: plain, titled, bracketed, by name, and as HTML', () => {
  assert.deepEqual(
    targets(
      'markdown',
      [
        'a ![alt](one.png) b ![](two%20x.png "title") ![c](<three 3.png>) ![d](f(4).png)',
        '![e][Five] ![six] <img alt="x" src="seven.png"> ![h](attachment:eight.png)',
        '',
        '[five]: five.png',
        '[six]: <six.png>',
      ].join('\n'),
    ),
    [
      ...['one.png', 'two%20x.png', 'three 3.png', 'f(4).png', 'five.png', 'six.png'],
      ...['seven.png', 'attachment:eight.png'],
    ],
  );
});

test('code, comments and plain links are no pictures', () => {
  assert.deepEqual(targets('markdown', '`![a](b.png)` [a](b.png)\n\n```\n![a](b.png)\n```\n'), []);
  assert.deepEqual(targets('latex', '% \\includegraphics{a}\n\\verb|\\includegraphics{b}|'), []);
  assert.deepEqual(targets('typst', '// image("a.png")\n`image("b.png")` my-image("c.png")'), []);
  assert.deepEqual(targets('other', '![a](b.png)', 'plaintext'), []);
  assert.deepEqual(targets('other', '<img src=a.png>', 'html'), ['a.png']);
});

test('LaTeX: options, pages, quoted names, folders', () => {
  const text = '\\graphicspath{{figures/}{../img/}}\n\\includegraphics[width=3cm, page=4]{ plot }';
  const [link] = findLinks(text, 'latex', 'latex');
  assert.equal(link?.target, 'plot');
  assert.equal(link.page, 4);
  assert.deepEqual(graphicsFolders(text), ['figures/', '../img/']);
  assert.deepEqual(targets('latex', '\\includegraphics*{"a b"}'), ['a b']);
});

test('Typst: a call with or without more arguments', () => {
  const text = '#figure(image("a.png", width: 80%), caption: [x]) #image("b\\"c.png")';
  assert.deepEqual(targets('typst', text), ['a.png', 'b"c.png']);
});

/** The document with a description written into its only link. */
function described(kind: DocumentKind, text: string, description: string): string {
  const [link] = findLinks(text, kind, kind);
  const alt = link?.alt;
  assert.ok(alt !== undefined);
  return text.slice(0, alt.from) + altEdit(alt, description) + text.slice(alt.to);
}

test('alternative text goes where each language has it', () => {
  assert.equal(described('markdown', '![old](a.png)', 'A [new]\none'), '![A \\[new\\] one](a.png)');
  assert.equal(described('markdown', '<img src="a.png">', 'A "b"'), '<img alt="A &quot;b&quot;" src="a.png">');
  assert.equal(described('markdown', '<img alt="o" src="a.png"/>', 'n'), '<img alt="n" src="a.png"/>');
  assert.equal(described('latex', '\\includegraphics{a}', 'x'), '\\includegraphics[alt={x}]{a}');
  assert.equal(described('latex', '\\includegraphics[width=1cm]{a}', '5%'), '\\includegraphics[alt={5\\%},width=1cm]{a}');
  assert.equal(described('latex', '\\includegraphics[alt={o},page=2]{a}', 'n'), '\\includegraphics[alt={n},page=2]{a}');
  assert.equal(described('typst', 'image("a.png")', 'say "x"'), 'image("a.png", alt: "say \\"x\\"")');
  assert.equal(described('typst', 'image("a.png", alt: "o")', 'n'), 'image("a.png", alt: "n")');
}); // prettier-ignore

test('whatever a model writes, the link stays one link to the same picture', () => {
  const links: [DocumentKind, string][] = [
    ['markdown', '![old](a.png)'],
    ['markdown', '<img src="a.png">'],
    ['latex', '\\includegraphics{a.png}'],
    ['typst', '#image("a.png")'],
  ];
  fc.assert(
    fc.property(fc.constantFrom(...links), fc.string({ unit: 'binary' }), ([kind, text], description) => {
      const written = described(kind, text, description);
      assert.deepEqual(targets(kind, written), ['a.png'], written);
    }),
  );
}); // prettier-ignore

test('junk finds an end quickly', () => {
  for (const piece of [
    '![',
    '<img ',
    '\\includegraphics[',
    'image(',
    '![a](',
    '<img a="',
    '[a]: <',
  ]) {
    const text = piece.repeat(20_000 / piece.length);
    for (const kind of ['markdown', 'latex', 'typst'] as const) {
      const from = performance.now();
      findLinks(text, kind, kind);
      assert.ok(performance.now() - from < 10_000, `${piece} in ${kind}`);
    }
  }
});

test('attachments of a notebook cell', () => {
  const attachments = { 'a.png': { 'image/png': 'AAAA' }, 'b.txt': { 'text/plain': 'x' } };
  const expected = { mime: 'image/png', base64: 'AAAA' };
  assert.deepEqual(attachmentData({ attachments }, 'a.png'), expected);
  assert.deepEqual(attachmentData({ custom: { attachments } }, 'a.png'), expected);
  for (const name of ['b.txt', 'none', '__proto__', 'toString'])
    assert.equal(attachmentData({ attachments }, name), undefined);
  assert.equal(attachmentData(undefined, 'a.png'), undefined);
});
