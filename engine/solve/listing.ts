/** What may be written while a trained model lists facts: parts of a whole are told alike, what is told from the question. Pure. */
import { numbersIn } from './grounded.ts';
import { namedFact } from './named.ts';

const signs: readonly string[] = ['\\%', '^\\circ'];

/**
 * Whether `next` may stand behind `text`, a list of facts that is not yet closed. `placed`: a place was told with the fact
 * that is being written; undefined where the model has told none.
 */
export function mayList(
  question: string,
  text: string,
  next: string,
  placed: boolean | undefined,
): boolean {
  const pieces = text.split('$');
  const behind = pieces.at(-1)!;
  if (pieces.length % 2 === 1) {
    const item = text.slice(text.lastIndexOf('; ') + 1);
    if (next.trim() === '' || !(item + next).includes('(question')) return true;
    const value = /=\s*-?(\d+(?:\.\d+)?)/.exec(item)?.[1];
    return placed !== true && (value === undefined || numbersIn(question).includes(value));
  }
  const content = behind + next;
  const [, ...rest] = content.split('=');
  const digits = /^-?(\d+(?:\.\d*)?)$/.exec(rest.join('=').trim())?.[1];
  // What is not seen at a place is told by the question.
  if (placed === false && digits !== undefined)
    if (!numbersIn(question).some((each) => each.startsWith(digits))) return false;
  const first = namedFact(pieces[1] ?? '');
  if (rest.length === 0 || first === null || pieces.length < 3 || namedFact(content) === null)
    return true;
  const sign = signs.find((each) => bare(first.value).endsWith(each));
  const ending = /^-?\d+(?:\.\d*)?(.*)$/s.exec(bare(rest.join('=')))?.[1] ?? '';
  return `${sign ?? ''}$`.startsWith(ending);
}

const bare = (text: string): string => text.replace(/\s/g, '');
