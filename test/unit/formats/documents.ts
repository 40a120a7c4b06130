/**
 * Documents whose every place is known, because they are put together from pieces that say what they
 * are: what the scanners are held against.
 */
import fc from 'fast-check';

export type Kind = 'prose' | 'math' | 'verbatim';

/** A stretch of a document; delimiters have no kind, for the inside of one is nobody's place. */
export type Run = readonly [text: string, kind?: Kind];

const one = (...runs: Run[]) => fc.constant(runs);
const joined = (pieces: fc.Arbitrary<readonly Run[]>, maxLength: number) =>
  fc.array(pieces, { minLength: 1, maxLength }).map((all) => all.flat());
const around = (open: string, inner: fc.Arbitrary<Run[]>, close: string) =>
  inner.map((runs): Run[] => [[open], ...runs, [close]]);

const texMath: fc.Arbitrary<readonly Run[]> = fc.oneof(
  one(['x_1 + ', 'math']),
  one(['\\$ ', 'math']),
  one(['{a {b}} ', 'math']),
  one(['\\left[ y \\right) ', 'math']),
  one(['\\begin{cases} a ', 'math'], ['\\\\'], ['[2pt] b \\end{cases}', 'math']),
  one(['%'], [' a $ or \\] there', 'verbatim'], ['\n'], ['z', 'math']),
  one(['\\text{'], ['if {it} ', 'prose'], ['$'], ['n', 'math'], ['$'], [' is', 'prose'], ['}']),
);

const texFormula = fc
  .constantFrom(
    ['$', '$'],
    ['$$', '$$'],
    ['\\(', '\\)'],
    ['\\[', '\\]'],
    ['\\begin{align*}', '\\end{align*}'],
    ['\\begin{equation}', '\\end{equation}'],
  )
  .chain(([open, close]) => around(open, joined(texMath, 4), close));

const texProse: fc.Arbitrary<readonly Run[]> = fc.oneof(
  one(['words and ', 'prose']),
  one(['\\$5 or 6\\% ', 'prose']),
  one(['\n\n', 'prose']),
  one(['%'], [' 3 $ and \\begin{align}', 'verbatim'], ['\n']),
  one(['\\verb|'], ['$x', 'verbatim'], ['|'], [' ', 'prose']),
  one(['\\begin{verbatim}'], ['\n$ \\[ % \n', 'verbatim'], ['\\end{verbatim}'], ['\n', 'prose']),
  one(['\\emph{b {c} } ', 'prose']),
  one(['line '], ['\\\\'], ['[4pt] ', 'prose']),
  one(['\\begin{theorem}'], ['\nLet ', 'prose'], ['$'], ['x', 'math'], ['$'], ['\n', 'prose'], ['\\end{theorem}']),
  texFormula.map((runs): Run[] => [...runs, [' so ', 'prose']]),
); // prettier-ignore

export const latexDocument = joined(texProse, 12);

const dollarMath: fc.Arbitrary<readonly Run[]> = fc.oneof(
  one(['x_1+', 'math']),
  one(['\\$+', 'math']),
  one(['\\frac{a}{b}', 'math']),
);
const markdownMath = fc
  .constantFrom(['$', '$'], ['$$', '$$'], ['\n$$\n', '\n$$\n'], ['\\begin{align}', '\\end{align}'])
  .chain(([open, close]) => around(open, joined(dollarMath, 3), close));

const markdownProse: fc.Arbitrary<readonly Run[]> = fc.oneof(
  one(['some *words* ', 'prose']),
  one(['it costs $5 and $6 today ', 'prose']),
  one(['\\$ escaped ', 'prose']),
  one(['\n\n', 'prose']),
  one(['`'], ['a $x$ b', 'verbatim'], ['`'], [' ', 'prose']),
  one(['``'], ['a ` $x$', 'verbatim'], ['``'], [' ', 'prose']),
  one(['\n\n```python'], ['\nprint("$")\n', 'verbatim'], ['```\n\n']),
  one(['\n\n~~~~'], ['\n~~~ $$ \n', 'verbatim'], ['~~~~\n\n']),
  one(['<!--'], [' $x ', 'verbatim'], ['-->'], [' ', 'prose']),
  one(['\n\n- an item ', 'prose']),
  one(['\n\n> a quote ', 'prose']),
  markdownMath.map((runs): Run[] => [...runs, [' so ', 'prose']]),
);

export const markdownDocument = joined(markdownProse, 12);

const typstMath: fc.Arbitrary<readonly Run[]> = fc.oneof(
  one(['x_1 + ', 'math']),
  one(['\\$ ', 'math']),
  one(['"'], ['of $5', 'verbatim'], ['" ']),
  one(['mat(1, 2; 3, 4) ', 'math']),
  one(['/*'], [' $ ', 'verbatim'], ['*/'], [' ', 'math']),
);

const typstProse: fc.Arbitrary<readonly Run[]> = fc.oneof(
  one(['some *words* ', 'prose']),
  one(['a 5" nail and \\$5 ', 'prose']),
  one(['\n\n', 'prose']),
  one(['//'], [' a $ b', 'verbatim'], ['\n']),
  one(['/*'], [' a $ /* b */ $ ', 'verbatim'], ['*/'], [' ', 'prose']),
  one(['see https://a.b/c$'], ['x', 'math'], ['$'], [' ', 'prose']),
  one(['`'], ['a $x$ b', 'verbatim'], ['`'], [' ', 'prose']),
  one(['```'], ['tex $x', 'verbatim'], ['```'], [' ', 'prose']),
  one(['#figure(image("'], ['a$b.png', 'verbatim'], ['"), caption: ['], ['see ', 'prose'], ['$'], ['x', 'math'], ['$'], ['])\n']),
  one(['\n#let a = "'], ['$', 'verbatim'], ['"\n'], ['and ', 'prose']),
  around('$', joined(typstMath, 4), '$').map((runs): Run[] => [...runs, [' so ', 'prose']]),
); // prettier-ignore

export const typstDocument = joined(typstProse, 12);

/** A place in a document, with what it is. */
export function placeIn(document: fc.Arbitrary<Run[]>) {
  return document
    .map((runs) => {
      let from = 0;
      const places: { offset: number; kind: Kind }[] = [];
      for (const [text, kind] of runs) {
        for (let at = 0; at <= text.length && kind !== undefined; at += 1) {
          if (!escapes(text, at)) places.push({ offset: from + at, kind });
        }
        from += text.length;
      }
      return { text: runs.map(([text]) => text).join(''), places };
    })
    .filter(({ places }) => places.length > 0)
    .chain(({ text, places }) => fc.constantFrom(...places).map((place) => ({ text, ...place })));
}

/** Behind a backslash is the middle of a token. */
const escapes = (text: string, at: number): boolean => text[at - 1] === '\\';
