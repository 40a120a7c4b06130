/** Holds Markdown that was made of a fixture against what the fixture says. */
import assert from 'node:assert/strict';
import type { Fixture, Part } from './content.ts';

/** Share of the source's words that the Markdown has in the same order, of the longer of the two. */
export const wordsKept = (fixture: Fixture, markdown: string): number =>
  similarity(known(fixture), written(markdown));

/** Words that a reader sees of the source, formulas left out. */
function known({ title, abstract, parts }: Fixture): string[] {
  const texts = [title, ...(abstract === undefined ? [] : [abstract]), ...parts.flatMap(textsOf)];
  return wordsOf(
    texts
      .join(' ')
      .replaceAll(/\\([$%#])/g, '$1')
      .replaceAll(/(?<!\\)\$[^$]*[^$\s\d]\$|\[\^\d+\]/g, ' '),
  );
}

function textsOf(part: Part): string[] {
  switch (part.kind) {
    case 'list':
      return [...part.items];
    case 'table':
      return part.rows.flat();
    case 'display':
    case 'figure':
      return [];
    case 'heading':
    case 'paragraph':
    case 'quote':
    case 'code':
      return [part.text];
  }
}

/** What the Markdown says, without its signs, floats' captions, notes and anchors. */
function written(markdown: string): string[] {
  const lines = markdown
    .replaceAll(/\$\$[\s\S]*?\$\$/g, ' ')
    .split('\n')
    .filter((line) => !/^(?:\[|!\[|(?:Figure|Table) \d+:|\| ---|```)/.test(line));
  return wordsOf(
    lines
      .map((line) => line.replace(/^#+ (?:[\d.]+ )?/, '').replace(/^\s*\d+\. /, ''))
      .filter((line) => line !== 'Abstract')
      .join(' ')
      .replaceAll(/(?<!\\)\$(?:[^$\\]|\\.)+(?<!\\)\$/g, ' ')
      .replaceAll(/\[\^\w+\]/g, ' ')
      .replaceAll('\\', ''),
  );
}

const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}]+(?:-[\p{L}]+)*/gu) ?? [];

/** Words of `a` that come in `b` in the same order, as a share of the longer. */
function similarity(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const word of a) {
    const next = [0];
    for (const [index, other] of b.entries())
      next.push(word === other ? row[index]! + 1 : Math.max(row[index + 1]!, next[index]!));
    row = next;
  }
  return row.at(-1)! / Math.max(a.length, b.length);
}

/** A heading is a heading, a table a table, and a formula the formula that was typeset. */
export function checkPart(markdown: string, part: Part): void {
  const lines = markdown.split('\n');
  if (part.kind === 'heading') {
    const heading = new RegExp(`^${'#'.repeat(part.level)} [\\d.]+ ${part.text}$`);
    assert.ok(
      lines.some((line) => heading.test(line)),
      part.text,
    );
  } else if (part.kind === 'code') assert.ok(markdown.includes(`\`\`\`\n${part.text}\n\`\`\``));
  else if (part.kind === 'quote') assert.ok(markdown.includes(`> ${part.text}`));
  else if (part.kind === 'table')
    assert.ok(
      markdown.includes(
        part.rows
          .slice(1)
          .map((row) => `| ${row.join(' | ')} |`)
          .join('\n'),
      ),
    );
  else if (part.kind === 'figure') assert.ok(markdown.includes(`: ${part.caption}`));
  else if (part.kind === 'list')
    for (const [index, item] of part.items.entries())
      assert.ok(lines.includes(part.ordered ? `${index + 1}. ${item}` : `- ${item}`), item);
  else if (part.kind === 'display') {
    const squeezed = markdown.replaceAll(/\s|\\,/g, '');
    const tag = part.number === undefined ? '' : `\\tag{${part.number}}`;
    assert.ok(squeezed.includes(`$$${part.latex.replaceAll(/\s|\\,/g, '')}${tag}$$`), part.latex);
  }
}
