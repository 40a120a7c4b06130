/** Cuts LaTeX and plain formulas into tokens. What it does not know is `null`, never a guess. Pure. */

export type Token =
  | { readonly kind: 'number'; readonly text: string }
  /** A variable, with its subscript: `m_1`. */
  | { readonly kind: 'symbol'; readonly name: string }
  /** Letters in upright type or after a number in plain text: a unit, or words. */
  | { readonly kind: 'upright'; readonly text: string }
  /** A command with a meaning, or a function's name in plain text. */
  | { readonly kind: 'word'; readonly name: string }
  | { readonly kind: 'mark'; readonly text: string }
  | { readonly kind: 'space' };

/** Longer than any formula that a person checks by eye. */
const longest = 2_000;

const greek =
  'alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi rho sigma tau upsilon phi varphi chi psi omega Gamma Theta Lambda Xi Sigma Phi Psi Omega ell hbar';
const greekNames = new Set(greek.split(' '));
const greekLetters: Readonly<Record<string, string>> = {
  ...{ α: 'alpha', β: 'beta', γ: 'gamma', δ: 'delta', ε: 'epsilon', ζ: 'zeta', η: 'eta' },
  ...{ θ: 'theta', κ: 'kappa', λ: 'lambda', μ: 'mu', ν: 'nu', ρ: 'rho', σ: 'sigma', τ: 'tau' },
  ...{ φ: 'phi', ϕ: 'phi', χ: 'chi', ψ: 'psi', ω: 'omega', ℓ: 'ell' },
};
/** Commands that the parser gives a meaning. */
const words = new Set(
  (
    'frac sqrt pi sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh exp ln log lg ' +
    'cdot times div left right circ degree max min'
  ).split(' '),
);
const plainWords: Readonly<Record<string, string>> = {
  ...{ sqrt: 'sqrt', pi: 'pi', sin: 'sin', cos: 'cos', tan: 'tan', cot: 'cot', sec: 'sec' },
  ...{ csc: 'csc', asin: 'arcsin', acos: 'arccos', atan: 'arctan', arcsin: 'arcsin' },
  ...{ arccos: 'arccos', arctan: 'arctan', sinh: 'sinh', cosh: 'cosh', tanh: 'tanh' },
  ...{ exp: 'exp', ln: 'ln', log: 'log', lg: 'lg', abs: 'abs', max: 'max', min: 'min' },
};
const synonyms: Readonly<Record<string, string>> = {
  ...{ dfrac: 'frac', tfrac: 'frac', cfrac: 'frac', ast: 'times', big: '', Big: '', bigg: '' },
  ...{ Bigg: '', bigl: '', bigr: '', Bigl: '', Bigr: '', displaystyle: '', textstyle: '' },
  ...{ limits: '', nonumber: '', notag: '' },
};
const spaces = new Set([',', ';', ':', '!', ' ', 'quad', 'qquad', 'thinspace', 'enspace', '>']);
const marksOf: Readonly<Record<string, string>> = {
  ...{ '·': '*', '×': '*', '⋅': '*', '∙': '*', '−': '-', '–': '-', '÷': '/', '∕': '/' },
  ...{ '√': '√', π: 'π', '°': '°', '²': '²', '³': '³', '⁻': '⁻', '¹': '¹' },
};
const uprightCommands =
  /^\\(?:text|mathrm|textrm|operatorname\*?|textup|mathsf|rm|unit|si|textnormal)\s*\{([^{}]*)\}/;

/**
 * Tokens of a formula; null where something in it has no meaning here. `latex`: letters are variables
 * one by one; else runs of letters are names.
 */
export function lex(source: string, latex: boolean): Token[] | null {
  if (source.length > longest) return null;
  const tokens: Token[] = [];
  let rest = source;
  while (rest !== '') {
    const step = latex ? (command(rest) ?? piece(rest, true)) : piece(rest, false);
    if (step === null) return null;
    tokens.push(...step.tokens);
    rest = rest.slice(step.length);
  }
  return joinSubscripts(tokens);
}

interface Step {
  readonly tokens: readonly Token[];
  readonly length: number;
}

function command(rest: string): Step | null | undefined {
  if (!rest.startsWith('\\')) return undefined;
  const upright = uprightCommands.exec(rest);
  if (upright !== null)
    return one({ kind: 'upright', text: clean(upright[1]!) }, upright[0].length);
  const quantity = /^\\(?:SI|qty)\s*\{([^{}]*)\}\s*\{([^{}]*)\}/.exec(rest);
  if (quantity !== null) {
    const number = /^-?\d+(\.\d+)?$/.exec(quantity[1]!.trim())?.[0];
    if (number === undefined) return null;
    const minus: Token[] = number.startsWith('-') ? [{ kind: 'mark', text: '-' }] : [];
    const digits: Token = { kind: 'number', text: number.replace('-', '') };
    const unit: Token = { kind: 'upright', text: clean(quantity[2]!) };
    return { tokens: [...minus, digits, unit], length: quantity[0].length };
  }
  const delta = /^\\Delta\s*(?:([A-Za-z])|\\([a-z]+))/.exec(rest);
  if (delta !== null) {
    const of = delta[1] ?? delta[2]!;
    return one({ kind: 'symbol', name: `Δ${of}` }, delta[0].length);
  }
  const [whole, letters] = /^\\([A-Za-z]+)\s*/.exec(rest) ?? [];
  if (whole === undefined || letters === undefined) {
    const next = rest.slice(1, 2);
    if (spaces.has(next)) return one({ kind: 'space' }, 2);
    if (next === '%') return one({ kind: 'mark', text: '%' }, 2);
    if (next === '{' || next === '}') return null;
    return null;
  }
  const name = Object.hasOwn(synonyms, letters) ? synonyms[letters]! : letters;
  if (name === '') return { tokens: [], length: whole.length };
  if (spaces.has(name)) return one({ kind: 'space' }, whole.length);
  if (name === 'lvert' || name === 'rvert' || name === 'vert')
    return one({ kind: 'mark', text: '|' }, whole.length);
  if (words.has(name)) return one({ kind: 'word', name }, whole.length);
  // An ohm is written as the letter.
  if (name === 'Omega') return one({ kind: 'upright', text: 'Ω' }, whole.length);
  if (greekNames.has(name)) return one({ kind: 'symbol', name }, whole.length);
  return null;
}

function piece(rest: string, latex: boolean): Step | null {
  const blank = /^[\s~]+/.exec(rest);
  if (blank !== null) return one({ kind: 'space' }, blank[0].length);
  const number = (
    latex ? /^\d+(?:\{,\}\d{3})*(?:\.\d+)?/ : /^\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![A-Za-z]*[eE]\d)/
  ).exec(rest);
  if (number !== null) {
    // 1,000 here is a thousand, there a decimal: nobody can tell.
    if (/^,\d/.test(rest.slice(number[0].length))) return null;
    return one({ kind: 'number', text: number[0].replaceAll('{,}', '') }, number[0].length);
  }
  const bare = /^\.\d+/.exec(rest);
  if (bare !== null) return one({ kind: 'number', text: `0${bare[0]}` }, bare[0].length);
  const ohms = /^[A-Za-z]{0,2}[\u03a9\u2126]/.exec(rest)?.[0];
  if (ohms !== undefined) return one({ kind: 'upright', text: ohms }, ohms.length);
  if (/^[µμ][A-Za-zΩ]/.test(rest)) {
    const unit = /^[µμ][A-Za-zΩ]+/.exec(rest)![0];
    return one({ kind: 'upright', text: unit }, unit.length);
  }
  const letter = greekLetters[rest[0]!];
  if (letter !== undefined) return one({ kind: 'symbol', name: letter }, 1);
  const letters = /^[A-Za-z]+/.exec(rest)?.[0];
  if (letters !== undefined)
    return latex ? one({ kind: 'symbol', name: letters[0]! }, 1) : plain(letters, rest);
  const mark = marksOf[rest[0]!] ?? rest[0]!;
  if ('+-*/^_(){}[]|!,%√π°²³⁻¹'.includes(mark)) return one({ kind: 'mark', text: mark }, 1);
  return null;
}

/** Letters of plain text: a function, a variable with its number (m1, k_2), or a unit's name. */
function plain(letters: string, rest: string): Step {
  const known = Object.hasOwn(plainWords, letters) ? plainWords[letters] : undefined;
  if (known !== undefined) return one({ kind: 'word', name: known }, letters.length);
  if (greekNames.has(letters)) return one({ kind: 'symbol', name: letters }, letters.length);
  const digits = /^[A-Za-z](\d{1,2})(?![\d.A-Za-z])/.exec(rest)?.[1];
  if (digits !== undefined)
    return one({ kind: 'symbol', name: `${letters}_${digits}` }, 1 + digits.length);
  // Subscripts take the whole of what follows: v_max.
  return one({ kind: 'upright', text: letters }, letters.length);
}

/** `x_1`, `x_{max}`, `x_\text{max}` are names; a prime or a bar over a letter is not understood. */
function joinSubscripts(tokens: readonly Token[]): Token[] | null {
  const joined: Token[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.kind !== 'mark' || token.text !== '_') {
      joined.push(token);
      continue;
    }
    const before = joined.pop();
    const stem =
      before?.kind === 'symbol'
        ? before.name
        : before?.kind === 'upright'
          ? before.text
          : undefined;
    const next = tokens[i + 1];
    if (stem === undefined || next === undefined) return null;
    let inside = [next];
    let length = 1;
    if (next.kind === 'mark') {
      const end = tokens.findIndex((t, at) => at > i && t.kind === 'mark' && t.text === '}');
      if (next.text !== '{' || end < 0) return null;
      inside = tokens.slice(i + 2, end);
      length = end - i;
    }
    const name = inside.map(subscriptText).join('');
    if (!/^[A-Za-z0-9Δ]{1,12}$/.test(name)) return null;
    joined.push({ kind: 'symbol', name: `${stem}_${name}` });
    i += length;
  }
  return joined;
}

function subscriptText(token: Token): string {
  switch (token.kind) {
    case 'number':
    case 'upright':
      return token.text.replaceAll(' ', '');
    case 'symbol':
      return token.name;
    case 'space':
      return '';
    case 'word':
    case 'mark':
      return '?';
  }
}

const one = (token: Token, length: number): Step => ({ tokens: [token], length });

const clean = (text: string): string => text.replace(/\\[,;: !]|~/g, ' ').trim();
