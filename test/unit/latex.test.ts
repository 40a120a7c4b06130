import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import katex from 'katex';
import 'katex/contrib/mhchem';
import fc from 'fast-check';
import {
  katexRefusal,
  latexOf,
  lexLatex,
  normalizeLatex,
  spellTokens,
  tidyLatex,
} from '../../engine/text/latex/index.ts';

const canonical = (source: string): string | null => {
  const tokens = normalizeLatex(source);
  return tokens && latexOf(tokens);
};

const spellings: [string, string][] = [
  ["\\frac{\\lambda }{2}(T'_0-T_0)", "\\frac{\\lambda}{2}(T_0'-T_0)"],
  ['{a\\over b}', '\\frac{a}{b}'],
  ['x^{2}_{i}', 'x_i^2'],
  ['x^{\\prime\\prime}', "x''"],
  ['\\mathrm{sin}\\, x', '\\sin x'],
  ['{\\cal L}_{\\rm int}', '\\mathcal{L}_{\\mathrm{int}}'],
  ['\\left( x \\right)', '(x)'],
  ['\\left( \\frac{1}{2} \\right)', '\\left(\\frac{1}{2}\\right)'],
  ['\\bigl[ \\frac{a}{b} \\bigr]^2', '\\left[\\frac{a}{b}\\right]^2'],
  [
    '\\left(\\begin{array}{cc}a&b\\\\c&d\\end{array}\\right)',
    '\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}',
  ],
  [
    '\\left\\{\\begin{array}{ll}1&x\\\\2&y\\end{array}\\right.',
    '\\begin{cases} 1 & x \\\\ 2 & y \\end{cases}',
  ],
  ['a &=& b\\\\ &=& c', '\\begin{aligned} a & =b \\\\  & =c \\end{aligned}'],
  ['\\begin{align*} a \\end{align*}', 'a'],
  ['\\mathbf{a}\\mathbf{b}', '\\mathbf{ab}'],
  ['\\displaystyle\\sum\\limits_{i=1}^{n} x_{i}\\label{eq}', '\\sum_{i=1}^nx_i'],
  ['x\\not=y', 'x\\neq y'],
  ['1, . . . , n', '1,\\ldots,n'],
  ['\\text{ if }y', '\\text{ if }y'],
  ['{\\theta^{a}}{}^\\dagger', '\\theta^{a\\dagger}'],
  ['a\\coloneqq\\N', 'a:=\\mathbb{N}'],
  ['\\bra{\\psi}\\ket{\\frac12}', '\\langle\\psi|\\left|\\frac{1}{2}\\right\\rangle'],
  ['\\textcolor{red}{x}+\\color{blue}y', 'x+y'],
  ['{n\\brack k}', '\\left[\\substack{n \\\\ k}\\right]'],
  ['\\genfrac{(}{)}{0pt}{}{n}{k}', '\\binom{n}{k}'],
  ['\\text{Let $x\\in X$ be small}', '\\text{Let }x\\in X\\text{ be small}'],
  ['\\fbox{an answer}', '\\boxed{\\text{an answer}}'],
  ['\\ce{H_{2}O}', '\\ce{H2O}'],
  ['∑_{i∈A} ϵ^{µ} ≤ ℝ′', "\\sum_{i\\in A}\\epsilon^\\mu\\leq\\mathbb{R}'"],
  ['\\sqrt[\\xrightarrow[9]{Z}]{x}', '\\sqrt[{\\xrightarrow[9]{Z}}]{x}'],
  ['\\ce{{2\\ H2}\\longrightarrow O2}', '\\ce{2 H2 -> O2}'],
  [
    '\\begin{array}{@{}*{2}{c}|p{3cm}@{}} a&b&c \\end{array}',
    '\\begin{array}{cc|l}a & b & c \\end{array}',
  ],
];

test('one picture has one spelling', () => {
  for (const [source, wanted] of spellings) assert.equal(canonical(source), wanted, source);
});

test('the canonical form of a canonical form is itself, and KaTeX reads it', () => {
  for (const [, latex] of spellings) {
    assert.equal(canonical(latex), latex);
    katex.renderToString(latex, { displayMode: true, throwOnError: true, strict: false });
  }
});

test("every symbol of KaTeX's own table has a canonical form", () => {
  const table = readFileSync('node_modules/katex/src/symbols.ts', 'utf8');
  const names = [...table.matchAll(/defineSymbol\(math, .*"\\\\([a-zA-Z]+)"/g)].map(
    (found) => '\\' + found[1]!,
  );
  assert.ok(names.length > 400);
  const spaces = new Set(['\\space', '\\nobreakspace', '\\allowbreak', '\\nobreak']);
  const unknown = names.filter((name) => !spaces.has(name) && canonical(`a${name} b`) === null);
  assert.deepEqual(unknown, []);
});

test('what the grammar has no place for is null, not a guess', () => {
  for (const source of [
    '\\unknowncommand x',
    '{x',
    'x}',
    '\\left( x',
    '\\begin{matrix} a',
    'x_a_b',
    '\\frac{1}',
  ])
    assert.equal(normalizeLatex(source), null, source);
});

test('whatever KaTeX throws is a refusal with a reason, and good LaTeX has none', () => {
  // An array without columns makes KaTeX throw a plain error, not its ParseError.
  for (const bad of ['\\begin{array}\\prod x \\end{array}', '\\frac{1}', '{'])
    assert.match(katexRefusal(bad) ?? '', /./, bad);
  assert.equal(katexRefusal('\\prod_{r=1}^n x_r'), null);
});

test('joined token texts are the formula, and blanks stand only where they are needed', () => {
  const tokens = normalizeLatex('\\alpha x+\\beta_{i}\\frac{\\gamma}{2}') ?? [];
  assert.equal(spellTokens(tokens).join(''), '\\alpha x+\\beta_i\\frac{\\gamma}{2}');
  assert.equal(
    latexOf(tokens.map((token) => (/^\\[a-z]+$/.test(token) ? token + ' ' : token))),
    latexOf(tokens),
  );
  assert.equal(tidyLatex('\\frac {\\alpha }{b} \\sin x'), '\\frac{\\alpha}{b} \\sin x');
});

test('any text is lexed without loss of its marks, and normalized without a crash', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const plain = text.replace(/%/g, '');
      assert.equal(lexLatex(plain).join('').replace(/\s/gu, ''), plain.replace(/\s/gu, ''));
      const tokens = normalizeLatex(text);
      assert.ok(tokens === null || Array.isArray(tokens));
    }),
  );
});

test('random formulas of the grammar keep their canonical form when read again', () => {
  const atom = fc.constantFrom(
    'a',
    'x',
    '2',
    '\\alpha',
    '\\sum',
    '\\mathbf{v}',
    '(',
    ')',
    '+',
    '=',
    '\\leq',
    "f'",
  );
  const formula = fc.letrec<{ list: string; piece: string }>((tie) => ({
    list: fc.array(tie('piece'), { minLength: 1, maxLength: 5 }).map((parts) => parts.join(' ')),
    piece: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      atom,
      tie('list').map((body) => `{${body}}`),
      fc.tuple(tie('list'), tie('list')).map(([a, b]) => `\\frac{${a}}{${b}}`),
      fc.tuple(atom, tie('list')).map(([base, sub]) => `{${base}}_{${sub}}`),
      tie('list').map((body) => `\\sqrt{${body}}`),
      tie('list').map((body) => `\\left(${body}\\right)`),
    ),
  })).list;
  fc.assert(
    fc.property(formula, (source) => {
      const once = normalizeLatex(source);
      if (once === null) return;
      const latex = latexOf(once);
      assert.deepEqual(normalizeLatex(latex), once, latex);
    }),
  );
});
