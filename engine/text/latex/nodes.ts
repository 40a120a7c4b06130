import { DELIMITERS, OPENING, OPERATORS } from './tables.ts';

/** A piece of a formula: its canonical tokens, with the scripts that hang on it. */
export interface Node {
  tokens: string[];
  sub?: string[];
  sup?: string[];
  primes?: number;
  /** Higher than a line of text, so that a delimiter around it is seen to stretch. */
  tall?: boolean;
  separator?: boolean;
  /** A braced group whose last piece carries scripts: more scripts on it need its braces. */
  grouped?: boolean;
  big?: string;
  fence?: { open: string; close: string; body: Node[]; tall: boolean };
  font?: string;
  body?: string[];
}

/** The source uses something that the canonical form has no place for. */
export class OutsideGrammar extends Error {}

/** Canonical tokens of one node: base, subscript, primes, superscript. */
export function emitScript(node: Node): string[] {
  let out = node.fence ? emitFence(node) : [...node.tokens];
  if (node.grouped && (node.sub || node.sup || node.primes)) out = ['{', ...out, '}'];
  if (node.sub) out.push('_', ...braced(node.sub));
  for (let i = 0; i < (node.primes ?? 0); i++) out.push("'");
  if (node.sup) out.push('^', ...braced(node.sup));
  return out;
}

function emitFence({ tokens, fence }: Node): string[] {
  if (!fence) return tokens;
  const { open, close } = fence;
  if (fence.tall || open === '.' || close === '.' || tokens.includes('\\middle'))
    return ['\\left', open, ...tokens, '\\right', close];
  return [open, ...tokens, close];
}

/** A lone token needs no braces after _ or ^. */
function braced(tokens: string[]): string[] {
  return tokens.length === 1 ? tokens : ['{', ...tokens, '}'];
}

/** All tokens of a list, with runs of dots read as one symbol. */
export function flatten(nodes: Node[]): string[] {
  const out: string[] = [];
  for (const node of nodes) {
    out.push(...emitScript(node));
    const [a, b, c] = out.slice(-3);
    if (a === '.' && b === '.' && c === '.') out.splice(-3, 3, '\\ldots');
    if (a === '\\cdot' && b === '\\cdot' && c === '\\cdot') out.splice(-3, 3, '\\cdots');
  }
  return out;
}

export function isTall(nodes: Node[]): boolean {
  return nodes.some((node) => node.tall === true || node.fence?.tall === true);
}

/** Neighbors in one font become one run: \mathbf{a}\mathbf{b} is \mathbf{ab}. */
export function mergeFonts(nodes: Node[]): Node[] {
  const out: Node[] = [];
  for (const node of nodes) {
    const last = out.at(-1);
    if (
      last?.font &&
      last.font === node.font &&
      last.body &&
      node.body &&
      !last.sub &&
      !last.sup &&
      !last.primes
    ) {
      const body = [...last.body, ...node.body];
      out[out.length - 1] = { ...node, tokens: [node.font, '{', ...body, '}'], body };
    } else out.push(node);
  }
  return out;
}

/** Hand-sized pairs such as \bigl( … \bigr) become fences like \left( … \right); lone ones keep their size. */
export function pairDelimiters(nodes: Node[]): Node[] {
  const out: Node[] = [];
  const open: number[] = [];
  for (const node of nodes) {
    out.push(node);
    if (node.separator) open.length = 0;
    if (!node.big || !DELIMITERS.has(node.big)) continue;
    const top = open.at(-1);
    const opener = top === undefined ? undefined : out[top]?.big;
    if (
      top !== undefined &&
      opener &&
      (OPENING.get(opener) === node.big || (opener === '|' && node.big === '|'))
    ) {
      const body = out.slice(top + 1, -1);
      const { sub, sup, primes } = node;
      const fence: Node = {
        tokens: flatten(body),
        fence: { open: opener, close: node.big, body, tall: isTall(body) },
        tall: isTall(body),
        ...(sub && { sub }),
        ...(sup && { sup }),
        ...(primes !== undefined && { primes }),
      };
      out.splice(top, out.length - top, fence);
      open.pop();
    } else if (OPENING.has(node.big) && !node.sub && !node.sup) open.push(out.length - 1);
  }
  return out;
}

/** A font command around nodes, left out where it changes nothing. */
export function fontNode(font: string, nodes: Node[]): Node {
  const body = flatten(mergeFonts(nodes));
  if (font === '\\mathrm' && OPERATORS.has('\\' + body.join('')))
    return { tokens: ['\\' + body.join('')] };
  const plain = body.every((t) => !/^([a-zA-Z]|\\[a-zA-Z]+)$/.test(t));
  const single = font === '\\mathit' && body.length === 1;
  if (
    body.length === 0 ||
    single ||
    (plain && font !== '\\mathbb' && font !== '\\mathbf' && font !== '\\boldsymbol')
  )
    return { tokens: body };
  return { tokens: [font, '{', ...body, '}'], font, body };
}
