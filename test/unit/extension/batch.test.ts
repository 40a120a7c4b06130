/** The document of a batch: readable, complete, and nothing in it that a file's name made. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batchMarkdown } from '../../../extension/features/batchMarkdown.ts';

test('formulas in order, failures with what to do, and what was cancelled', () => {
  const text = batchMarkdown([
    { name: 'a.png', place: 'figures/a.png', kind: 'read', latex: 'x^2' },
    { name: 'b_[1].png', place: 'b`_[1].png', kind: 'read', latex: '\\frac{a}{b}' },
    { name: 'c.png', place: 'c.png', kind: 'failed', message: 'It is *cut off*.', action: 'Save it again.' },
    { name: 'd.png', place: 'd.png', kind: 'cancelled' },
  ]);
  assert.equal(
    text,
    `# Formulas

2 of 4 images were read.

## a.png

Image: \`figures/a.png\`

$$
x^2
$$

## b\\_\\[1\\].png

Image: \`\` b\`_[1].png \`\`

$$
\\frac{a}{b}
$$

## Not read

- \`c.png\`: It is \\*cut off\\*. Save it again.

## Cancelled

- \`d.png\`
`,
  );
}); // prettier-ignore
