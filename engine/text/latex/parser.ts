import { lexWithSpaces } from './lex.ts';
import * as table from './tables.ts';
import {
  type Node,
  OutsideGrammar,
  emitScript,
  flatten,
  fontNode,
  isTall,
  mergeFonts,
  pairDelimiters,
} from './nodes.ts';
import { columnsOf, finishEnvironment, splitRows } from './environments.ts';
import { INFIX, spellOut, stacked } from './stacks.ts';
import { chemistry, textNodes } from './text.ts';

/** Recursive-descent reader of LaTeX mathematics that emits canonical tokens; throws OutsideGrammar on what it does not know. */
export class Parser {
  readonly #tokens: string[];
  #at = 0;
  #depth = 0;

  constructor(source: string) {
    this.#tokens = spellOut(lexWithSpaces(source));
  }

  parse(): string[] {
    const nodes = this.list(() => this.#at >= this.#tokens.length);
    return flatten(splitRows(nodes, true));
  }

  #peek(): string | undefined {
    while (this.#tokens[this.#at] === ' ') this.#at++;
    const raw = this.#tokens[this.#at];
    if (raw === undefined) return undefined;
    return table.CHARACTER_ALIASES.get(raw) ?? table.ALIASES.get(raw) ?? raw;
  }

  /** Reads nodes until `ends` says stop (the ending token is left to the caller). */
  list(ends: () => boolean): Node[] {
    if (++this.#depth > 60) throw new OutsideGrammar('nested too deeply');
    let nodes: Node[] = [];
    let infix: { command: string; before: Node[] } | undefined;
    for (;;) {
      const token = this.#peek();
      if (ends()) break;
      if (token === undefined) throw new OutsideGrammar('unexpected end');
      if (table.DROPPED.has(token)) {
        this.#at++;
      } else if (token === '_' || token === '^' || token === "'") {
        this.#script(nodes, token);
      } else if (INFIX.has(token)) {
        this.#at++;
        if (infix) throw new OutsideGrammar('two fractions in one group');
        if (token === '\\above') this.#length();
        infix = { command: token, before: nodes };
        nodes = [];
      } else if (table.FONT_SWITCHES.has(token)) {
        this.#at++;
        const font = table.FONT_SWITCHES.get(token) ?? null;
        const rest = this.list(ends);
        nodes.push(...(font ? [fontNode(font, rest)] : rest));
        break;
      } else {
        const node = this.#atom(token);
        if (node) nodes.push(node);
      }
    }
    this.#depth--;
    if (!infix) return pairDelimiters(mergeFonts(nodes));
    const top = flatten(pairDelimiters(mergeFonts(infix.before)));
    return [stacked(infix.command, top, flatten(mergeFonts(nodes)))];
  }

  #script(nodes: Node[], token: string): void {
    this.#at++;
    const last = nodes.at(-1);
    const base: Node = last && !last.separator ? last : { tokens: [] };
    if (base !== last) nodes.push(base);
    if (token === "'") {
      base.primes = (base.primes ?? 0) + 1;
      return;
    }
    const argument = this.#argument();
    const primes = argument.length > 0 && argument.every((t) => t === '\\prime' || t === "'");
    if (token === '^' && primes) base.primes = (base.primes ?? 0) + argument.length;
    else if (token === '^') base.sup = [...(base.sup ?? []), ...argument];
    else if (base.sub) throw new OutsideGrammar('double subscript');
    else base.sub = argument;
  }

  /** One argument: a braced group or a single atom; its canonical tokens without braces. */
  #argument(): string[] {
    let token = this.#peek();
    while (token !== undefined && table.DROPPED.has(token)) {
      this.#at++;
      token = this.#peek();
    }
    if (token === undefined || token === '}' || token === '_' || token === '^' || token === '&')
      throw new OutsideGrammar('missing argument');
    if (token === "'") {
      this.#at++;
      return ['\\prime'];
    }
    const node = this.#atom(token);
    return node ? emitScript(node) : [];
  }

  #group(): Node[] {
    this.#at++;
    const nodes = this.list(() => this.#tokens[this.#at] === '}');
    this.#at++;
    return nodes;
  }

  #raw(): string {
    if (this.#peek() !== '{') throw new OutsideGrammar('expected a braced text');
    let depth = 0;
    let text = '';
    for (; this.#at < this.#tokens.length; this.#at++) {
      const token = this.#tokens[this.#at] ?? '';
      if (token === '{' && depth++ === 0) continue;
      if (token === '}' && --depth === 0) {
        this.#at++;
        return text;
      }
      text += token;
    }
    throw new OutsideGrammar('unclosed brace');
  }

  #atom(token: string): Node | undefined {
    if (token === '{') {
      const inner = this.#group();
      const [only] = inner;
      if (!only) return undefined;
      if (inner.length === 1) return only;
      const last = inner.at(-1);
      const grouped = Boolean(last?.sub ?? last?.sup ?? last?.primes);
      return { tokens: flatten(inner), tall: isTall(inner), grouped };
    }
    if (token === '}') throw new OutsideGrammar('unbalanced brace');
    this.#at++;
    if (token === '&' || token === '\\\\') return this.#separator(token);
    if (
      token === '\\hline' ||
      token === '\\hdashline' ||
      token === '\\midrule' ||
      token === '\\toprule' ||
      token === '\\bottomrule'
    )
      return { tokens: ['\\hline'], separator: true };
    const dropped = table.DROPPED_WITH_ARGUMENTS.get(token);
    if (dropped !== undefined) {
      for (let i = 0; i < dropped; i++) this.#raw();
      return undefined;
    }
    if (['\\kern', '\\mkern', '\\hskip', '\\mskip'].includes(token)) {
      this.#length();
      return undefined;
    }
    if (table.TRANSPARENT.has(token)) {
      const tokens = this.#argument();
      return tokens.length ? { tokens } : undefined;
    }
    const wrapped = table.WRAPPERS.get(token);
    if (wrapped !== undefined) {
      for (let i = 0; i < wrapped; i++) this.#raw();
      return this.#wrapped(token);
    }
    const fencing = table.FENCING.get(token);
    if (fencing) return this.#fencing(fencing);
    if (token === '\\genfrac') return this.#genfrac();
    if (token === '\\mathchoice') return this.#mathchoice();
    if (token === '\\left') return this.#leftRight();
    if (/^\\[bB]igg?[lrm]?$/.test(token)) return this.#big();
    if (token === '\\begin') return this.#environment();
    if (token === '\\text') return this.#text();
    if (token === '\\ce') return chemistry(this.#raw());
    if (token === '\\boxed') return this.#boxed();
    if (token === '\\sqrt') return this.#root();
    if (token === '\\not') return this.#not();
    if (token === '\\pmatrix' || token === '\\matrix' || token === '\\cases') {
      const rows = splitRows(this.#group(), false);
      return finishEnvironment(token.slice(1), '', rows);
    }
    if (token === '\\buildrel') return this.#buildrel();
    if (table.FONTS.has(token)) return fontNode(token, this.#argumentNodes());
    if (token === '\\substack') {
      const rows = splitRows(this.#group(), false);
      return { tokens: ['\\substack', '{', ...flatten(rows), '}'], tall: true };
    }
    if (table.ONE_ARGUMENT.has(token)) return this.#oneArgument(token);
    if (table.TWO_ARGUMENTS.has(token)) {
      const first = this.#argument();
      return {
        tokens: [token, '{', ...first, '}', '{', ...this.#argument(), '}'],
        tall: token === '\\frac' || token === '\\binom',
      };
    }
    if (table.EXTENSIBLE_ARROWS.has(token)) {
      const below = this.#optional();
      return { tokens: [token, ...below, '{', ...this.#argument(), '}'] };
    }
    if (token === '\\prime') return { tokens: [], primes: 1 };
    if (table.SYMBOLS.has(token) || table.CHARACTERS.has(token))
      return {
        tokens: [token],
        tall: /^\\(sum|prod|int|iint|iiint|oint|big(cup|cap|oplus|otimes|wedge|vee))$/.test(token),
      };
    throw new OutsideGrammar(`unknown ${token}`);
  }

  #separator(token: string): Node {
    if (token === '\\\\') {
      if (this.#tokens[this.#at] === '*') this.#at++;
      if (this.#tokens[this.#at] === '[') {
        const close = this.#tokens.indexOf(']', this.#at);
        const inside = this.#tokens.slice(this.#at + 1, close).join('');
        if (close > 0 && /^\s*-?[\d.]+\s*\\?[a-z]+\s*$/.test(inside)) this.#at = close + 1;
      }
    }
    return { tokens: [token], separator: true };
  }

  #length(): void {
    while (/^[-\d. a-z]$/.test(this.#tokens[this.#at] ?? '')) {
      const done =
        /[a-z]/.test(this.#tokens[this.#at] ?? '') &&
        /[a-z]/.test(this.#tokens[this.#at + 1] ?? '');
      this.#at += done ? 2 : 1;
      if (done) break;
    }
  }

  #delimiter(): string {
    const token = this.#peek();
    if (token === undefined || !table.DELIMITERS.has(token))
      throw new OutsideGrammar(`delimiter ${token ?? 'missing'}`);
    this.#at++;
    return token === '<' ? '\\langle' : token === '>' ? '\\rangle' : token;
  }

  #leftRight(): Node {
    const open = this.#delimiter();
    const body = this.list(() => ['\\right', '\\middle'].includes(this.#tokens[this.#at] ?? ''));
    const parts: string[] = flatten(body);
    let tall = isTall(body);
    while (this.#tokens[this.#at] === '\\middle') {
      this.#at++;
      parts.push('\\middle', this.#delimiter());
      const more = this.list(() => ['\\right', '\\middle'].includes(this.#tokens[this.#at] ?? ''));
      tall ||= isTall(more);
      parts.push(...flatten(more));
    }
    this.#at++;
    return { tokens: parts, fence: { open, close: this.#delimiter(), body, tall }, tall };
  }

  #big(): Node {
    const delimiter = this.#delimiter();
    return { tokens: ['\\big', delimiter], big: delimiter };
  }

  #environment(): Node | undefined {
    const name = this.#raw().trim();
    const canonical = table.ENVIRONMENTS.get(name);
    if (canonical === undefined) throw new OutsideGrammar(`environment ${name}`);
    if (this.#peek() === '[') this.#optional();
    let spec = '';
    if (/^(array|tabular|alignat\*?|alignedat|subarray)$/.test(name)) spec = columnsOf(this.#raw());
    const nodes = this.list(() => this.#tokens[this.#at] === '\\end');
    this.#at++;
    if (this.#raw().trim() !== name) throw new OutsideGrammar('environments do not nest');
    if (canonical === '')
      return nodes.length
        ? { tokens: flatten(splitRows(nodes, true)), tall: isTall(nodes) }
        : undefined;
    return finishEnvironment(canonical, spec, splitRows(nodes, false));
  }

  #text(): Node | undefined {
    const nodes = textNodes(this.#raw(), (mathematics) => new Parser(mathematics).nodes());
    const [only] = nodes;
    if (nodes.length < 2) return only;
    return { tokens: flatten(nodes), tall: isTall(nodes) };
  }

  /** The nodes of a whole formula, for mathematics inside text. */
  nodes(): Node[] {
    return this.list(() => this.#at >= this.#tokens.length);
  }

  #wrapped(token: string): Node | undefined {
    // these take text, not mathematics
    if (/^\\(colorbox|fcolorbox|raisebox)$/.test(token)) {
      const text = this.#text();
      return text && token === '\\fcolorbox'
        ? { tokens: ['\\boxed', '{', ...emitScript(text), '}'] }
        : text;
    }
    const nodes = this.#argumentNodes();
    return nodes.length ? { tokens: flatten(nodes), tall: isTall(nodes) } : undefined;
  }

  /** \boxed takes mathematics, \fbox text. */
  #boxed(): Node | undefined {
    if (this.#tokens[this.#at - 1] !== '\\fbox') return this.#oneArgument('\\boxed');
    const text = this.#text();
    return text && { tokens: ['\\boxed', '{', ...emitScript(text), '}'] };
  }

  #fencing([open, close]: readonly [string, string]): Node {
    const body = this.#argumentNodes();
    const tall = isTall(body);
    return { tokens: flatten(body), fence: { open, close, body, tall }, tall };
  }

  #genfrac(): Node {
    const [open, close, thickness] = [this.#raw().trim(), this.#raw().trim(), this.#raw().trim()];
    this.#raw();
    const command = !thickness.startsWith('0')
      ? '\\over'
      : open === '(' && close === ')'
        ? '\\choose'
        : '\\atop';
    const body = stacked(command, this.#argument(), this.#argument());
    if (command === '\\choose' || (open === '' && close === '')) return body;
    const fence = { open: open || '.', close: close || '.', body: [body], tall: true };
    return { tokens: body.tokens, fence, tall: true };
  }

  /** What stands in a display is what a person sees. */
  #mathchoice(): Node | undefined {
    const [display] = [this.#argument(), this.#argument(), this.#argument(), this.#argument()];
    return display.length ? { tokens: display } : undefined;
  }

  #root(): Node {
    const index = this.#peek() === '[' ? this.#optional() : [];
    const body = this.#argument();
    return { tokens: ['\\sqrt', ...index, '{', ...body, '}'], tall: body.includes('\\frac') };
  }

  #optional(): string[] {
    if (this.#peek() !== '[') return [];
    this.#at++;
    const nodes = this.list(() => this.#tokens[this.#at] === ']');
    this.#at++;
    const inner = flatten(nodes);
    // a bracket inside would end the argument
    return inner.includes('[') ? ['[', '{', ...inner, '}', ']'] : ['[', ...inner, ']'];
  }

  #not(): Node {
    const next = this.#argument();
    const one = next.length === 1 ? next[0] : undefined;
    const whole = table.NEGATED.get(one ?? '');
    return { tokens: whole === undefined ? ['\\not', ...next] : [whole] };
  }

  #buildrel(): Node {
    const nodes = this.list(() => this.#tokens[this.#at] === '\\over');
    this.#at++;
    return { tokens: ['\\overset', '{', ...flatten(nodes), '}', '{', ...this.#argument(), '}'] };
  }

  #argumentNodes(): Node[] {
    const token = this.#peek();
    if (token === '{') return this.#group();
    const node = token === undefined ? undefined : this.#atom(token);
    return node ? [node] : [];
  }

  #oneArgument(token: string): Node | undefined {
    const nodes = this.#argumentNodes();
    const body = flatten(nodes);
    if (body.length === 0) return undefined;
    const name = body.length === 1 ? (table.NARROW.get(token) ?? token) : token;
    return { tokens: [name, '{', ...body, '}'], tall: isTall(nodes) };
  }
}
