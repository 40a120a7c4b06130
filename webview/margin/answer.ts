/** A streamed text that is drawn as it comes: a block that has not changed keeps its elements. */
import { h } from '../dom.ts';
import { drawBlock, type Drawing } from './draw.ts';
import { parseAnswer } from './markdown.ts';

export type Links = Pick<Drawing, 'citation' | 'openLink'>;

export interface AnswerView {
  readonly element: HTMLElement;
  /** Draws at the next chance, at once where that has been quick; `streaming: false` draws now. */
  show(text: string, cited: ReadonlySet<number>, streaming: boolean): void;
  dispose(): void;
}

/** More formulas than a person looks at would hold the page up; the rest stays LaTeX. */
const mostFormulas = 1_500;
const mostLatex = 150_000;

interface Drawn {
  readonly key: string;
  readonly nodes: readonly Node[];
}

export function createAnswerView(links: Links): AnswerView {
  const element = h('div', { class: 'answer' });
  let drawn: readonly Drawn[] = [];
  let wanted: Parameters<AnswerView['show']> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let cost = 0;

  const draw = (): void => {
    timer = undefined;
    if (wanted === undefined) return;
    const from = performance.now();
    const [text, cited, streaming] = wanted;
    wanted = undefined;
    const blocks = parseAnswer({ text, cited, streaming });
    const citedKey = [...cited].join(',');
    let [formulas, latex] = [0, 0];
    const spend = (source: string): boolean => {
      formulas += 1;
      latex += source.length;
      return formulas <= mostFormulas && latex <= mostLatex;
    };
    const next: Drawn[] = [];
    for (const [at, block] of blocks.entries()) {
      const old = drawn[at];
      const spent = blockFormulas(block.tokens).every(spend);
      const key = `${citedKey}|${spent ? '' : 'source'}|${block.key}`;
      const nodes =
        old?.key === key ? old.nodes : drawBlock(block, { ...links, spend: () => spent });
      next.push({ key, nodes });
    }
    replace(element, drawn, next);
    drawn = next;
    element.classList.toggle('streaming', streaming);
    cost = performance.now() - from;
  };

  return {
    element,
    show(...next) {
      wanted = next;
      if (!next[2]) {
        clearTimeout(timer);
        draw();
      } else {
        // A text that takes long to draw is drawn less often, so that the page stays free.
        timer ??= setTimeout(draw, Math.min(3_000, Math.max(40, 4 * cost)));
      }
    },
    dispose: () => clearTimeout(timer),
  };
}

type Tokens = readonly { type: string; content: string; children: Tokens | null }[];

const blockFormulas = (tokens: Tokens): string[] =>
  tokens.flatMap((token) =>
    token.type === 'math' ? [token.content] : blockFormulas(token.children ?? []),
  );

/** Puts the new elements in place of the old from the first difference on. */
function replace(element: HTMLElement, old: readonly Drawn[], next: readonly Drawn[]): void {
  let same = 0;
  while (same < old.length && old[same]?.nodes === next[same]?.nodes) same += 1;
  for (const { nodes } of old.slice(same)) for (const node of nodes) element.removeChild(node);
  element.append(...next.slice(same).flatMap(({ nodes }) => nodes));
}
