/** The formula in what a chat model writes when it is asked for LaTeX alone. Pure. */
import { latexOf, normalizeLatex, tidyLatex } from '../text/latex/index.ts';

const fence = /^[\s\S]*?```(?:la?tex|tex|math|katex)?[ \t]*\r?\n([\s\S]*?)\r?\n?[ \t]*```[\s\S]*$/i;

/** Ways to say "here begins mathematics", the outermost first. Each keeps what is between. */
const wrappers: readonly RegExp[] = [
  /^`([^`]+)`$/,
  /^\$\$([\s\S]+)\$\$$/,
  /^\$([^$]+)\$$/,
  /^\\\[([\s\S]+)\\\]$/,
  /^\\\(([\s\S]+)\\\)$/,
  /^\\begin\{(equation|displaymath|math)(\*?)\}([\s\S]+)\\end\{\1\2\}$/,
];

/** Words before a displayed formula: "The formula is: \[ … \]". */
const displayed = /(?:\$\$([\s\S]+?)\$\$|\\\[([\s\S]+?)\\\])/;

/**
 * Takes fences, delimiters and chatter away and brings the rest to the one spelling of this project;
 * what its grammar has no place for stays as the model wrote it. Empty when there is nothing.
 */
export function latexAnswer(answer: string): string {
  let latex = (fence.exec(answer)?.[1] ?? answer).trim();
  latex = latex.replace(/^latex:\s*/i, '');
  if (!wrappers.some((wrapper) => wrapper.test(latex))) {
    const found = displayed.exec(latex);
    latex = (found?.[1] ?? found?.[2] ?? latex).trim();
  }
  for (let again = true; again;) {
    again = false;
    for (const wrapper of wrappers) {
      const inside = wrapper.exec(latex)?.at(-1)?.trim();
      if (inside === undefined) continue;
      latex = inside;
      again = true;
    }
  }
  const tokens = normalizeLatex(latex);
  return tokens === null ? tidyLatex(latex) : latexOf(tokens);
}
