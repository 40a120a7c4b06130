/** Exported margins: what anybody wrote can be read, and does nothing. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type * as vscode from 'vscode';
import createParser from 'markdown-it';
import fc from 'fast-check';
import { katexRefusal } from '../../../engine/text/latex/index.ts';
import type { FeatureContext } from '../../../extension/feature.ts';
import { holdsHtml } from '../../../extension/margin/exported.ts';
import { asLatex, exportedLatex } from '../../../extension/margin/exportLatex.ts';
import { exportedMarkdown } from '../../../extension/margin/exportMarkdown.ts';
import { latexFormula } from '../../../extension/margin/latexFormula.ts';
import {
  emptySidecar,
  type KeptThread,
  type KeptTurn,
} from '../../../extension/margin/sidecar/model.ts';
import { serialize } from '../../../extension/margin/sidecar/serialize.ts';
import { editor, memento } from '../chat/support/editor.ts';
import { thread as anyThread } from './arbitrary.ts';

const { exportMargin } = await import('../../../extension/features/exportMargin.ts');
const { Uri } = (await import('vscode')) as typeof vscode;

const turn: KeptTurn = {
  ...{
    id: 'b',
    question: 'What is $E$?',
    made: 1_790_000_000_000,
    mode: 'auto',
    state: 'answered',
  },
  ...{ thought: 'secret thought', quoted: false, model: 'writer', device: 'cpu', millis: 5 },
  answer: 'It is **energy** [1]:\n\n$$E = mc^2$$\n\n- mass $m$\n- `c` is 3 & 10^8',
  citations: [{ number: 1, page: 2, rectangles: [], quote: 'E = mc2, 100 % of it' }],
};
const made = (changes: Partial<KeptTurn> = {}, page = 2): KeptThread => ({
  ...{ id: 'a', anchor: { page, quote: 'rest_energy' } },
  turns: [{ ...turn, ...changes }],
});
const pdf = (...threads: KeptThread[]) => ({
  name: 'my paper.pdf',
  path: '../my paper.pdf',
  threads,
});

test('Markdown: pages with links, questions, answers with mathematics, sources, no thought', () => {
  const text = exportedMarkdown([pdf(made(), made({}, 1))]);
  assert.match(
    text,
    /^# Questions about my paper\.pdf\n\n## \[Page 1\]\(\.\.\/my%20paper\.pdf#page=1\)/,
  );
  assert.match(text, /### What is \$E\$\?\n\nIt is \*\*energy\*\* \\\[1\\\]:/);
  assert.match(text, /\$\$\nE = mc\^2\n\$\$/);
  assert.match(
    text,
    /- \\\[1\\\] \[page 2\]\(\.\.\/my%20paper\.pdf#page=2\): “E = mc2, 100 % of it”/,
  );
  assert.doesNotMatch(text, /secret/);
});

test('LaTeX: a section for each page, formulas as they are, everything else escaped', () => {
  const text = exportedLatex([pdf(made())]);
  assert.match(
    text,
    /\\section\{Page 2\}\n\n\\noindent \\href\{\.\.\/my\\%20paper\.pdf\\#page=2\}/,
  );
  assert.match(text, /\\begin\{quote\}\nrest\\_energy\n\\end\{quote\}/);
  assert.match(text, /\\begin\{question\}\nWhat is \$E\$\?\n\\end\{question\}/);
  assert.match(text, /\\textbf\{energy\} \{\[\}1\{\]\}:\n+\\\[ E = mc\^2 \\\]/);
  assert.match(text, /\\item\{\} mass \$m\$/);
  assert.match(text, /\\texttt\{c\} is 3 \\& 10\\textasciicircum\{\}8/);
  assert.match(text, /``E = mc2, 100 \\% of it''/);
  assert.doesNotMatch(text, /secret/);
});

test('formulas stay when KaTeX accepts them, and are letters when they do more than draw', () => {
  for (const latex of ['E = mc^2', '\\frac{a}{b} < \\sqrt{c}', '\\text{if } x', 'α + \\alpha'])
    assert.equal(latexFormula(latex, false), `$${latex}$`);
  assert.equal(
    latexFormula('\\begin{align*} a &= b \\tag{1} \\end{align*}', true).trim(),
    '\\[ \\begin{aligned} a &= b \\qquad(\\text{1}) \\end{aligned} \\]',
  );
  for (const bad of [
    '\\input{/etc/passwd}',
    '\\gdef\\par{\\input{/etc/passwd}} x',
    '\\newcommand{\\a}{\\input{b}} \\a',
    '\\let\\a=b x',
    '\\href{file:///etc}{x}',
    '\\includegraphics{/etc/a.png}',
    '^^5cinput',
    'a % b',
    '\\text{$a$ \\verb|x|}',
    'x \\] \\write18{ls} \\[ y',
    '\\undefinedcommand x',
    'a}{b',
  ])
    assert.match(latexFormula(bad, true), /^\\texttt\{/, bad);
});

/** Commands that the export itself writes. */
const ours = new Set(
  (
    'documentclass usepackage ifPDFTeX fi DeclareUnicodeCharacter providecommand newenvironment begin end setlength ' +
    'parindent parskip title date maketitle part section noindent href item texttt textbf emph small itshape bfseries ' +
    'leavevmode par medskip smallskip ttfamily mbox newline quad hrule large normalsize ldots ensuremath mathbb R N Z ' +
    'textbackslash textasciitilde textasciicircum textless textgreater textbar textasciigrave'
  ).split(' '),
);
/** In the preamble, for letters of the text. */
const signs = /\\DeclareUnicodeCharacter\{[^}]*\}\{[^\n]*\}/g;

/** What is left when everything that may stand in an export is taken away: must hold no command. */
function foreignCommands(latex: string): string[] {
  const formulas = /\\\[ [^]*? \\\]|\\[^[]|\$(?:\\.|[^$\\])*\$/g;
  const words = latex.replace(signs, '').replace(formulas, (found) => {
    if (/^\\[^[]$/.test(found)) return found;
    const inside = found.replace(/^(?:\\\[|\$)|(?:\\\]|\$)$/g, '');
    assert.equal(katexRefusal(inside), null, inside);
    return '';
  });
  return [...words.matchAll(/\\([A-Za-z]+|[^A-Za-z])/g)]
    .map(([, name]) => name!)
    .filter((name) => !ours.has(name) && !/^[\\{}$&#%_]$/.test(name));
}

const hostile = fc.array(
  fc.oneof(
    fc.constantFrom(
      ...[
        '\\input{/etc/passwd}',
        '\\write18{rm}',
        '\\end{document}',
        '\\end{verbatim}',
        '\\catcode`\\%=0 ',
      ],
      ...[
        '$',
        '$$',
        '\\(',
        '\\)',
        '\\[',
        '\\]',
        '`',
        '```',
        '\n',
        '\n\n',
        '{',
        '}',
        '%',
        '#',
        '&',
        '_',
        '^',
      ],
      ...[
        '\\',
        '\\\\',
        '^^5c',
        '\\def\\x{\\input{a}}',
        '\\gdef',
        '[1]',
        '- ',
        '1. ',
        '> ',
        '| a | b |\n|---|---|\n',
      ],
      ...[
        '<script>alert(1)</script>',
        '<img src=x onerror=y>',
        '<!--',
        '-->',
        '<b',
        '>',
        '&lt;',
        '![a](http://x)',
      ],
      ...[
        '[a](javascript:x)',
        '$![a](http://x)$',
        '# ',
        'x^2',
        '\\frac{1}{2}',
        '\\text{a}',
        '\uE0000\uE001',
        'α',
        '中',
        '\u0007',
        '   ',
      ],
    ),
    fc.string({ unit: 'grapheme', maxLength: 6 }),
  ),
  { maxLength: 14 },
);

test('no text of anybody gives LaTeX a command, however it is cut together', () => {
  assert.deepEqual(foreignCommands(exportedLatex([pdf(made())])), []);
  fc.assert(
    fc.property(hostile, (pieces) => {
      const text = pieces.join('');
      const threads = [made({ question: text, answer: text, extra: text, model: text })];
      const latex = exportedLatex([{ name: text, path: text, threads }]);
      assert.deepEqual(foreignCommands(latex), [], latex);
      const open = latex.match(/(?<!\\)(?:\\\\)*\{/g)?.length ?? 0;
      const close = latex.match(/(?<!\\)(?:\\\\)*\}/g)?.length ?? 0;
      assert.equal(open, close, latex);
      assert.equal(latex.match(/\\end\{document\}/g)?.length, 1);
    }),
    { numRuns: 400 },
  );
});

test('no text of anybody gives Markdown HTML, an image, or a link but to the web and the PDF', () => {
  const parser = createParser({ html: true });
  parser.validateLink = () => true;
  fc.assert(
    fc.property(hostile, anyThread, (pieces, other) => {
      const text = pieces.join('');
      const threads = [made({ question: text, answer: text, extra: text, model: text }), other];
      const markdown = exportedMarkdown([{ name: text, path: 'a.pdf', threads }]);
      assert.ok(!holdsHtml(markdown), markdown);
      const html = parser.render(markdown);
      assert.doesNotMatch(html, /<img\b/, markdown);
      for (const [, address] of html.matchAll(/href="([^"]*)"/g))
        assert.match(address!, /^(?:https?:|mailto:|a\.pdf#page=\d+$)/, markdown);
    }),
    { numRuns: 400 },
  );
});

const hasTex = spawnSync('pdflatex', ['--version']).status === 0;

test('it compiles, and reads no file', { skip: hasTex ? false : 'no pdflatex here' }, async (t) => {
  const folder = await temporary(t);
  const nasty =
    '\\input{secret.txt} $\\input{secret.txt}$ $\\gdef\\par{\\input{secret.txt}}x$ # 5 % & _a^b ~ <x> “q” — α中√\n\n' +
    '```\n\\input{secret.txt}\n  \\end{verbatim} [x]\n```\n\n1. [1] one\n2. two\n   - deep `co_de`\n\n> said $x_1$\n\n' +
    '| a | b |\n|---|---|\n| $\\frac{1}{2}$ | [c] |\n\n\\begin{align} a &= b \\\\ c &= α \\end{align}\n\n$$\\ce{H2O}$$';
  const threads = [made(), made({ question: nasty, answer: nasty }, 3)];
  await writeFile(join(folder, 'secret.txt'), 'VERYSECRET\n');
  await writeFile(join(folder, 'notes.tex'), exportedLatex([pdf(...threads), pdf(...threads)]));
  const { stdout, status } = spawnSync(
    'pdflatex',
    ['-interaction=nonstopmode', '-halt-on-error', '-recorder', 'notes.tex'],
    { cwd: folder, encoding: 'utf8', timeout: 120_000 },
  );
  assert.equal(status, 0, stdout.slice(-2_000));
  assert.doesNotMatch(await readFile(join(folder, 'notes.fls'), 'utf8'), /secret/);
});

async function temporary(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'marginalia-export-'));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

async function workspace(t: TestContext) {
  const folder = await temporary(t);
  Object.assign(editor, { trusted: true, folders: [folder], shown: [], picks: [], ran: [] });
  const storage = Uri.file(join(folder, '.storage'));
  const context = {
    extension: { globalStorageUri: storage, workspaceState: memento() },
    log: { error: () => undefined },
    ...{ pdf: { all: [], active: undefined }, margins: { of: () => undefined } },
  };
  exportMargin.register(context as unknown as FeatureContext);
  const run = async (command: string, ...given: unknown[]): Promise<void> => {
    await editor.commands.get(command)?.(...given);
  };
  return { folder, run };
}

test('the command: from the file beside the PDF to a file that is shown', async (t) => {
  const { folder, run } = await workspace(t);
  const paper = join(folder, 'paper.pdf');
  const target = join(folder, 'out', 'notes.md');
  await writeFile(
    `${paper}.margin.md`,
    serialize({ ...emptySidecar, threads: [made()] }, 'paper.pdf'),
  );
  editor.saveAt = Uri.file(join(folder, 'notes.md'));
  await run('marginalia.exportMargin', Uri.file(paper));
  assert.match(await readFile(join(folder, 'notes.md'), 'utf8'), /\(paper\.pdf#page=2\)/);
  assert.deepEqual(editor.ran, [['show', join(folder, 'notes.md')]]);
  const [{ defaultUri }] = editor.picks as [vscode.SaveDialogOptions];
  assert.equal(defaultUri?.path, join(folder, 'paper-notes.md'));
  await run('marginalia.exportMargin', Uri.file(join(folder, 'other.pdf')));
  assert.match(editor.shown.at(-1)!, /no questions in the margin of other\.pdf/);
  editor.saveAt = Uri.file(target);
  await run('marginalia.exportMargin', Uri.file(paper));
  assert.match(editor.shown.at(-1)!, /ENOENT/, 'a folder that is not there is told of');
  editor.trusted = false;
  await run('marginalia.exportMargin', Uri.file(paper));
  assert.match(editor.shown.at(-1)!, /trusted workspaces only/);
});

test('the command: all margins of a folder in one file', async (t) => {
  const { folder, run } = await workspace(t);
  await run('marginalia.exportMargins');
  assert.match(editor.shown.at(-1)!, /No PDF in .* has questions/);
  for (const name of ['b.pdf', 'a.pdf'])
    await writeFile(
      join(folder, `${name}.margin.md`),
      serialize({ ...emptySidecar, threads: [made()] }, name),
    );
  await copyFile(join(folder, 'a.pdf.margin.md'), join(folder, 'c.margin.md'));
  editor.saveAt = Uri.file(join(folder, 'all.md'));
  await run('marginalia.exportMargins');
  const text = await readFile(join(folder, 'all.md'), 'utf8');
  assert.deepEqual(
    [...text.matchAll(/^# Questions about (.*)$/gm)].map(([, name]) => name),
    ['a.pdf', 'b.pdf', 'c'],
  );
});

test('lists, code and emphasis of an answer in LaTeX', () => {
  assert.equal(asLatex('*a* and **b**'), '\\emph{a} and \\textbf{b}');
  assert.match(
    asLatex('1. a\n2. b'),
    /\\begin\{enumerate\}\n+\\item\{\} a\n+\\item\{\} b\n+\\end\{enumerate\}/,
  );
  assert.match(asLatex('```\na_b  c\n```'), /\\mbox\{a\\_b~~c\}\\par/);
  assert.equal(asLatex('[a](https://x.org/_b)'), '\\texttt{https://x.org/\\_b} a');
});
