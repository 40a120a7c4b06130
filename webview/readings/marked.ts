/**
 * Marks stretches of the source in the typeset formula. Each stretch is given a color of its own with
 * \textcolor, which changes no spacing and needs no trust; in the result the colors become classes. A
 * stretch that cannot be wrapped (a brace, half a command) stays unmarked rather than wrong.
 */
import { typeset, type Typeset } from './formula.ts';

export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** More marks than this would say nothing. */
const mostMarks = 24;

/** Like `typeset`; marked symbols get `className` and, as data-mark, the index of their stretch. */
export function typesetMarked(
  latex: string,
  stretches: readonly Stretch[],
  className: string,
  target: HTMLElement,
): Typeset {
  const result = typeset(latex, target);
  if (!result.ok || stretches.length === 0) return result;
  const plain = shownText(target);
  const indexed = stretches.slice(0, mostMarks).map((stretch, index) => ({ ...stretch, index }));
  const works = (marks: readonly Indexed[]): HTMLElement | undefined => {
    const stage = document.createElement('div');
    return typeset(wrapped(latex, marks), stage).ok && shownText(stage) === plain
      ? stage
      : undefined;
  };
  const stage = works(indexed) ?? works(indexed.filter((mark) => works([mark]) !== undefined));
  if (stage === undefined) return result;
  colorsToClasses(stage, indexed, className);
  for (const note of stage.querySelectorAll('annotation')) note.textContent = latex;
  target.replaceChildren(...stage.childNodes);
  return result;
}

interface Indexed extends Stretch {
  readonly index: number;
}

const shownText = (element: HTMLElement): string | undefined =>
  element.querySelector('.katex-html')?.textContent;

/** A color that nobody chooses, another for each mark. */
const colorOf = (index: number): string => `#fedc${(0x10 + index).toString(16)}`;

/** Last stretch first, so that the earlier ones keep their places. */
function wrapped(latex: string, marks: readonly Indexed[]): string {
  return [...marks]
    .sort((a, b) => b.start - a.start)
    .reduce((source, { start, end, index }) => {
      const inner = `\\textcolor{${colorOf(index)}}{${source.slice(start, end)}}`;
      // A script takes one thing; braces make it one. Elsewhere they would change the spacing.
      const script = /[\^_]\s*$/.test(source.slice(0, start));
      return source.slice(0, start) + (script ? `{${inner}}` : inner) + source.slice(end);
    }, latex);
}

function colorsToClasses(stage: HTMLElement, marks: readonly Indexed[], className: string): void {
  for (const { index } of marks) {
    const probe = document.createElement('span');
    probe.style.color = colorOf(index);
    for (const element of stage.querySelectorAll<HTMLElement>('.katex-html [style]')) {
      if (element.style.color !== probe.style.color) continue;
      element.style.removeProperty('color');
      element.classList.add(className);
      element.dataset['mark'] = String(index);
    }
    for (const element of stage.querySelectorAll(`[mathcolor="${colorOf(index)}"]`)) {
      element.removeAttribute('mathcolor');
    }
  }
}
