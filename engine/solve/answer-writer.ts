/**
 * The number of an answer, when it is what the thought has just worked out: it is written for the model, rounded as
 * training rounds, so that no digit of it is made up. Pure.
 */
import { decimals } from './evaluate.ts';

const Twelve = decimals(40);
const end = '</think>';
/** `$T=$ <<2*pi*sqrt(0.5/80)>>=0.496729413`, or a call without a name. */
const call = /(?:\$([^$\n]{1,40}?)=\s*\$\s*)?<<[^<>\n]{1,300}>>=(-?\d+(?:\.\d+)?)/g;
/** Digits of a quantity with a name, and of others, such as means. */
const digits = { named: 3, nameless: 4 } as const;

export class AnswerWriter {
  #text = '';

  /** Text that was written for the model: results of calls. */
  inserted(text: string): void {
    this.#text += text;
  }

  /** Hears what the model writes; the number that is to be written next where the answer has come to it. */
  push(text: string): string | undefined {
    this.#text += text;
    const from = this.#text.indexOf(end);
    if (from < 0 || text === '') return undefined;
    const answer = this.#text.slice(from + end.length).trimStart();
    const thought = this.#text.slice(0, from);
    const symbol = /^\$([^$=]{1,40})=$/.exec(answer)?.[1];
    const number =
      answer === '$'
        ? namelessNumber(thought)
        : symbol === undefined
          ? undefined
          : namedNumber(thought, symbol);
    this.#text += number ?? '';
    return number;
  }
}

function namedNumber(thought: string, symbol: string): string | undefined {
  const found = [...thought.matchAll(call)].findLast(
    ([, name]) => name !== undefined && bare(name) === bare(symbol),
  );
  return found === undefined ? undefined : roundedNumber(found[2]!, digits.named);
}

/** Only of the calculation that the thought ends with: before it others were on the way. */
function namelessNumber(thought: string): string | undefined {
  const last = [...thought.matchAll(call)].at(-1);
  if (last === undefined || last[1] !== undefined) return undefined;
  const behind = thought.slice(last.index + last[0].length);
  const isEnd = /^(?: by [\w-]+)?\s*\.?\s*$/.test(behind);
  return isEnd ? roundedNumber(last[2]!, digits.nameless) : undefined;
}

const bare = (symbol: string): string => symbol.replace(/\s/g, '');

/** Significant digits without an exponent, as `rounded` of the recipe writes them: 0.4967 is 0.497, 1.5 stays 1.5. */
export function roundedNumber(result: string, significant: number): string {
  const known = new Twelve(new Twelve(result).toSD(12));
  if (known.isZero()) return '0';
  const isWhole = known.isInteger() && significant > digits.named;
  const rounded = isWhole ? known : known.toSD(significant, Twelve.ROUND_HALF_UP);
  if (rounded.eq(known)) return known.toFixed();
  return rounded.toFixed(Math.max(0, significant - 1 - rounded.e));
}
