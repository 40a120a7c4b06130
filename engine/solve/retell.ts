/**
 * The form that models trained on problems write, `$T=$ <<2*pi*sqrt(0.5/80)>>=0.496729413 s.`, as formulas that
 * the checker reads: `$T=2\pi\sqrt{\frac{0.5}{80}}=0.496729413\,\text{s}$`. Pure.
 */
import { withDegrees } from './degrees.ts';
import { parts, type Expression } from './expression.ts';
import { expressionLatex } from './latex.ts';
import { parseExpression } from './parse.ts';
import { unitFromText } from './unitText.ts';

export interface Retold {
  readonly text: string;
  /** Where a place of the text stands in what was written; within a formula that was rewritten, its beginning or end. */
  place(at: number, end: boolean): number;
}

interface Piece {
  /** Where it begins in the retold text and in the written one. */
  readonly at: number;
  readonly from: number;
  readonly length: number;
  readonly written: number;
}

/** What stands behind a number: `kg`, `k$\Omega$`, `m/s$^2$`; only where a statement ends behind it. */
const unit =
  /(?: ((?:[a-zA-Z]{0,2}\$\\(?:Omega|mu) ?\$[A-Za-z]{0,2}|[A-Za-z]{1,3})(?:\/[A-Za-z]{1,3})?(?:\$\^[23]\$)?)(?=[.;,](?:\s|$)|\s+\(|\s*$))?/
    .source;
const form = new RegExp(
  `(?:\\$([^$\\n]{1,40}?)=\\s*\\$\\s*)?<<([^<>\\n]{1,300})>>=(-?\\d+(?:\\.\\d+)?(?:e-?\\d+)?)${unit}` +
    `|\\$([^$\\n]*=[^$\\n]*\\d)\\$${unit}`,
  'g',
);

/** What was told before: it changes how later formulas are meant. */
export interface Context {
  /** Values of facts that are angles in degrees. */
  readonly angles: ReadonlySet<string>;
  /** Results of calculations by their symbols, with their units. */
  readonly results: Map<string, { readonly value: string; readonly suffix: string }>;
}

export function retell(written: string, context: Context): Retold {
  const pieces: Piece[] = [];
  let [text, from] = ['', 0];
  for (const match of written.matchAll(form)) {
    const formula = match[2] === undefined ? stated(match, context) : worked(match, context);
    if (formula === null) continue;
    text += written.slice(from, match.index);
    pieces.push({
      ...{ at: text.length, from: match.index },
      ...{ length: formula.length, written: match[0].length },
    });
    text += formula;
    from = match.index + match[0].length;
  }
  text += written.slice(from);
  const place = (at: number, end: boolean): number => {
    const piece = pieces.findLast((each) => each.at <= at);
    if (piece === undefined) return at;
    const past = at - piece.at - piece.length;
    if (past >= 0) return piece.from + piece.written + past;
    return end ? piece.from + piece.written : piece.from;
  };
  return { text, place };
}

/** A calculator call with what it is called, and its result with the unit. */
function worked(match: RegExpMatchArray, { angles, results }: Context): string | null {
  const [, told, call = '', value = '', unitWritten] = match;
  const [, body = call, wanted] = /^(.*\S)\s+(?:in|to)\s+(\S.*)$/.exec(call) ?? [];
  const read = parseExpression(body, false, { strict: true });
  const unit = unitLatex(wanted ?? unitWritten ?? '');
  if (read === null || unit === null) return null;
  const inDegrees = withDegrees(read, angles);
  const suffix = inDegrees?.angle === true && unit === '' ? '^\\circ' : unit;
  const symbol = told?.trim();
  const roundings = symbol === undefined ? '' : roundedResults(read, results);
  if (symbol !== undefined) results.set(symbol, { value, suffix });
  const name = symbol === undefined ? '' : `${symbol}=`;
  return `${roundings}$${name}${expressionLatex(inDegrees?.expression ?? read)}=${value}${suffix}$`;
}

/** `$k\approx 26.667$` for a result that is put in with fewer digits than it had. */
function roundedResults(call: Expression, results: Context['results']): string {
  const numbers = new Set(parts(call).map((part) => (part.kind === 'number' ? part.text : '')));
  return [...results]
    .flatMap(([symbol, { value, suffix }]) => {
      const rounded = [...numbers].find((text) => text !== value && isRounding(text, value));
      return rounded === undefined ? [] : [`$${symbol}\\approx ${rounded}${suffix}$ `];
    })
    .join('');
}

/** The result with fewer digits, but not with so few that it may be any number. */
export function isRounding(text: string, result: string): boolean {
  const digits = text.replace(/^-?[0.]*|[.]/g, '').length;
  if (digits < 3 || digits > 21) return false;
  return Number(text) === Number(Number(result).toPrecision(digits));
}

function stated(match: RegExpMatchArray, { results }: Context): string | null {
  const [, , , , , formula = '', unitWritten = ''] = match;
  const suffix = unitLatex(unitWritten);
  if (suffix === null) return null;
  const [symbol = '', value = '', ...more] = formula.split('=');
  const before = results.get(symbol.trim())?.value;
  const rounded =
    more.length === 0 &&
    before !== undefined &&
    Number.parseFloat(before) !== Number.parseFloat(value);
  if (suffix === '' && !rounded) return null;
  return rounded ? `$${symbol}\\approx ${value}${suffix}$` : `$${formula}${suffix}$`;
}

/** A unit as it is told, `k$\Omega$`, in plain letters. */
export const plainUnit = (told: string): string =>
  told
    .replace(/\$\\Omega ?\$/g, 'Ω')
    .replace(/\$\\mu ?\$/g, 'µ')
    .replace(/\$\^(\d)\$/g, '^$1');

/** Null for words that are no unit. */
function unitLatex(told: string): string | null {
  const text = plainUnit(told.trim());
  if (text === '') return '';
  if (text === 'deg') return '^\\circ';
  return unitFromText(text) === null ? null : `\\,\\text{${text}}`;
}
