/**
 * Where in LaTeX source a position lies. Reads like TeX's own eyes: comments, `\verb`, verbatim
 * environments, escapes, math shifts, environments, and text inside of mathematics. An empty line ends a
 * formula that was never closed, as it does in TeX, so a slip does not turn the rest of the document over.
 */
import { math, prose, tightProse, verbatim, type Place, type Seen } from './place.ts';

const mathEnvironment =
  /^(?:math|displaymath|equation|align|alignat|flalign|gather|multline|eqnarray|x?xalignat|IEEEeqnarray|dmath|tikzcd)\*?$/;
const verbatimEnvironment =
  /^(?:[BL]?[Vv]erbatim|lstlisting|minted|comment|filecontents|luacode|pycode|alltt|asy)\*?$/;
const tableEnvironment = /^(?:tabular|tabularx|tabulary|tabularray|tblr|longtable|longtblr)\*?$/;

const token = new RegExp(
  [
    String.raw`%[^\n]*`,
    String.raw`\\(?:verb\*?|lstinline(?:\[[^\]\n]*\])?|mintinline(?:\[[^\]\n]*\])?\{[^}\n]*\})([^a-zA-Z\s{*])[^\n]*?\1`,
    String.raw`\\(?:lstinline(?:\[[^\]\n]*\])?|mintinline(?:\[[^\]\n]*\])?\{[^}\n]*\}|url|path)\s*\{[^}\n]*\}`,
    String.raw`\\begin\s*\{([^{}\n]*)\}`,
    String.raw`\\end\s*\{([^{}\n]*)\}`,
    String.raw`\\(text(?:rm|it|bf|sf|tt|normal|up)?|[mhf]box|intertext|shortintertext|tag)\*?\s*\{`,
    String.raw`\\(ensuremath)\s*\{`,
    String.raw`\\((?:sub)*section|chapter|part|(?:sub)?paragraph|caption|title)\*?\s*(?:\[[^\]\n]*\])?\s*\{`,
    String.raw`\\[a-zA-Z@]+`,
    String.raw`\\[\s\S]`,
    String.raw`\$\$?`,
    String.raw`[{}]`,
    String.raw`(\n)[ \t\r]*(?=\n)`,
    String.raw`[^\\$%{}\n]+`,
    String.raw`[\s\S]`,
  ].join('|'),
  'y',
);

interface Frame {
  /** What ends it: `$`, `$$`, `\)`, `\]`, `}` or the name of an environment. */
  readonly closes: string;
  readonly inside: Place;
  /** Braces open inside of a group that ends with `}`. */
  depth: number;
}

/**
 * @param from where to begin reading, and whether that is in mathematics already
 * @returns the place of `offset`, in UTF-16 units
 */
export function scanLatex(
  text: string,
  offset: number,
  seen: Seen = () => undefined,
  from: { at: number; inside: Place } = { at: 0, inside: prose },
): Place {
  const frames: Frame[] = [];
  const here = (): Place => frames.at(-1)?.inside ?? from.inside;
  const push = (closes: string, inside: Place): void => {
    frames.push({ closes, inside, depth: 0 });
  };
  /** Ends the innermost frame of this name and all that is still open in it. */
  const pop = (closes: string): boolean => {
    const at = frames.findLastIndex((frame) => frame.closes === closes);
    if (at >= 0) frames.length = at;
    return at >= 0;
  };

  let at = from.at;
  while (at < offset) {
    token.lastIndex = at;
    const match = token.exec(text);
    if (match === null) break;
    let [word] = match;
    const [, verb, begins, ends, textual, ensures, titles, empty] = match;
    const end = at + word.length;
    if (word.startsWith('%') || verb !== undefined || /^\\(?:lst|mint|url|path)/.test(word)) {
      // A comment reaches to the end of its line; of \verb|…| only the inside is verbatim.
      if (offset < end || (offset === end && word.startsWith('%'))) return verbatim;
    } else if (begins !== undefined) {
      if (verbatimEnvironment.test(begins)) {
        const close = text.indexOf(`\\end{${begins}}`, end);
        if (close < 0 || offset <= close) return offset < end ? here() : verbatim;
        at = close;
        continue;
      }
      if (mathEnvironment.test(begins) && here().kind === 'prose') {
        seen(begins);
        push(begins, math);
      } else if (tableEnvironment.test(begins) && here().kind === 'prose') {
        push(begins, tightProse);
      }
    } else if (ends !== undefined) {
      pop(ends);
    } else if (textual !== undefined) {
      if (here().kind === 'math') push('}', tightProse);
      else if (frames.at(-1)?.closes === '}') frames.at(-1)!.depth += 1;
    } else if (ensures !== undefined) {
      push('}', math);
    } else if (titles !== undefined) {
      push('}', tightProse);
    } else if (word.startsWith('$')) {
      // The cursor between two dollars splits them: `$|$` is an empty inline formula.
      const inside = here().kind === 'math';
      const open = frames.at(-1)?.closes;
      if (word === '$$' && (open === '$' || end > offset)) word = '$';
      if (!inside) {
        seen(word);
        push(word, math);
      } else if (open === word) {
        frames.pop();
      }
    } else if (word === '\\(' || word === '\\[') {
      if (here().kind === 'prose') {
        seen(word);
        push(word === '\\(' ? '\\)' : '\\]', math);
      }
    } else if (word === '\\)' || word === '\\]') {
      if (frames.at(-1)?.closes === word) frames.pop();
    } else if (word === '{' || word === '}') {
      brace(word, frames);
    } else if (empty !== undefined) {
      endParagraph(frames);
    }
    at += word.length;
  }
  return here();
}

function brace(word: string, frames: Frame[]): void {
  const frame = frames.at(-1);
  if (frame?.closes !== '}') return;
  if (word === '{') frame.depth += 1;
  else if (frame.depth === 0) frames.pop();
  else frame.depth -= 1;
}

/** Environments may hold empty lines; everything else ends here. */
function endParagraph(frames: Frame[]): void {
  while (frames.length > 0 && /^[$\\}]/.test(frames.at(-1)!.closes)) frames.pop();
}
