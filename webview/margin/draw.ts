/** Draws an answer's blocks as elements. Text comes from a model: nothing of it is HTML, loads or leads away. */
import type { Token } from 'markdown-it';
import { h } from '../dom.ts';
import { l10n } from '../l10n.ts';
import { typeset } from '../readings/formula.ts';
import type { Block } from './markdown.ts';

export interface Drawing {
  /** A button for passages that the text cites. */
  readonly citation: (numbers: readonly number[]) => Node;
  /** An address was chosen; it opens only after the person was asked. */
  readonly openLink: (address: string) => void;
  /** Takes one formula from what may still be typeset; false when there have been too many. */
  readonly spend: (latex: string) => boolean;
}

const plain = new Set([
  ...['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'blockquote', 'hr', 'br'],
  ...['em', 'strong', 's', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
] as const);
type PlainTag = typeof plain extends Set<infer T> ? T : never;
const isPlain = (tag: string): tag is PlainTag => (plain as Set<string>).has(tag);

/** The elements of one block. */
export function drawBlock({ tokens }: Block, drawing: Drawing): Node[] {
  const root = document.createDocumentFragment();
  drawTokens(tokens, root, drawing);
  return [...root.childNodes];
}

function drawTokens(tokens: readonly Token[], root: ParentNode & Node, drawing: Drawing): void {
  const open: Node[] = [root];
  for (const token of tokens) {
    const parent = open.at(-1) ?? root;
    if (token.nesting < 0) {
      // Hidden paragraphs of tight lists open nothing.
      if (!token.hidden) open.pop();
    } else if (token.nesting > 0) {
      if (token.hidden) continue;
      const element = container(token, drawing);
      parent.appendChild(element);
      open.push(element);
    } else {
      drawLeaf(token, parent, drawing);
    }
  }
}

function container({ type, tag, attrs }: Token, drawing: Drawing): HTMLElement {
  if (type === 'link_open') return link(attrs ?? [], drawing);
  const element = isPlain(tag) ? h(tag) : h('div');
  for (const [name, given] of attrs ?? []) {
    const value = String(given);
    if (name === 'start' && /^\d{1,9}$/.test(value)) element.setAttribute('start', value);
    const side = name === 'style' ? /^text-align:(left|center|right)$/.exec(value)?.[1] : undefined;
    if (side !== undefined) element.classList.add(`align-${side}`);
  }
  if (tag === 'p' || tag === 'li' || /^h\d$/.test(tag)) element.dir = 'auto';
  return element;
}

/** A button, not a link: there is nothing that a click of the middle button or a drag could open. */
function link(attrs: NonNullable<Token['attrs']>, { openLink }: Drawing): HTMLElement {
  const address = String(attrs.find(([name]) => name === 'href')?.[1] ?? '');
  const safe = /^(?:https?|mailto):/i.test(address);
  if (!safe) return h('span', { class: 'dead-link' });
  return h('button', {
    ...{ class: 'link', type: 'button', title: address, click: () => openLink(address) },
  });
}

function drawLeaf(token: Token, parent: Node, drawing: Drawing): void {
  const { type, tag, content, children, meta } = token;
  switch (type) {
    case 'inline':
      drawTokens(children ?? [], parent as ParentNode & Node, drawing);
      return;
    case 'text':
    case 'text_special':
      parent.appendChild(document.createTextNode(content));
      return;
    case 'softbreak':
      parent.appendChild(document.createTextNode('\n'));
      return;
    case 'code_inline':
      parent.appendChild(h('code', { dir: 'ltr' }, content));
      return;
    case 'code_block':
    case 'fence':
      parent.appendChild(h('pre', { dir: 'ltr', tabindex: '0' }, h('code', {}, content)));
      return;
    case 'math':
      parent.appendChild(formula(content, meta?.['display'] === true, drawing));
      return;
    case 'math_open_end':
      parent.appendChild(h('div', { class: 'math-to-come', dir: 'ltr' }, content));
      return;
    case 'citation':
      parent.appendChild(drawing.citation((meta?.['numbers'] ?? []) as number[]));
      return;
    case 'image':
      // An image would tell its address what was asked: its text stands for it.
      parent.appendChild(h('span', { class: 'no-image' }, content || l10n.t('(image)')));
      return;
    default:
      if (isPlain(tag)) parent.appendChild(h(tag));
      else if (content !== '') parent.appendChild(document.createTextNode(content));
  }
}

function formula(latex: string, display: boolean, drawing: Drawing): HTMLElement {
  const target = h('span', { class: display ? 'math display' : 'math', dir: 'ltr' });
  if (display) target.tabIndex = 0; // it may scroll sideways
  const result = drawing.spend(latex) ? typeset(latex, target, display) : undefined;
  if (result?.ok === true) return target;
  target.classList.add('as-source');
  target.textContent = latex;
  if (result !== undefined) target.title = l10n.t('Cannot be typeset: {0}', result.message);
  return target;
}
