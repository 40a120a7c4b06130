/** Parts a model's text into what it thinks and what it answers, as it streams. Pure. */
import type { Delta } from '../protocol.ts';

export interface Parted {
  readonly thought: string;
  readonly answer: string;
  /** The thought was never closed. */
  readonly open: boolean;
}

const open = '<think>';
const close = '</think>';
/** Marks of a mode without thought that some servers leave in the text. */
const silent = ['<nothink>', '<|dummy_84|>'];

/**
 * Takes chunks cut anywhere and tells of each character once, at once where it can: what may be the
 * beginning of a mark waits for the next chunk. A thought opens only at the very beginning; `<think>`
 * inside an answer is text.
 */
export class ThoughtSplitter {
  readonly #tell: (delta: Delta) => void;
  /** `start`: nothing but white space yet. `after`: white space between thought and answer. */
  #state: 'start' | 'thought' | 'after' | 'answer';
  #held = '';
  #thought = '';
  #answer = '';
  #hadThought: boolean;

  /** `thinking`: the prompt has opened the thought already. */
  constructor(tell: (delta: Delta) => void, thinking = false) {
    this.#tell = tell;
    this.#state = thinking ? 'thought' : 'start';
    this.#hadThought = thinking;
  }

  /** Text of the model, thought and answer in one. */
  push(text: string): void {
    this.#held += text;
    while (this.#held !== '' && this.#step());
  }

  /** Thought that came on a channel of its own. */
  pushThought(text: string): void {
    this.#hadThought = true;
    if (this.#state === 'thought') {
      this.#think(this.#held);
      this.#held = '';
    }
    if (this.#state !== 'answer') this.#state = 'after';
    this.#think(text);
  }

  /** What is held back is text after all; more may be pushed only where an answer is gone on with. */
  end(): Parted {
    const rest = this.#held;
    this.#held = '';
    const open = this.#state === 'thought';
    if (open) this.#think(rest);
    else if (this.#state === 'answer' || rest.trim() !== '') this.#say(rest);
    return { thought: this.#thought.trim(), answer: this.#answer.trim(), open };
  }

  /** Text that is written for the model where it stands: in its thought, or in its answer. */
  insert(text: string): void {
    const thinking = this.#state === 'thought' || (this.#hadThought && this.#answer === '');
    if (!thinking) return this.#say(text);
    this.#state = 'thought';
    this.#think(text);
  }

  /** All of it so far as the model would have written it, to be gone on with. */
  written(): string {
    const thinking = this.#state === 'thought' || (this.#hadThought && this.#answer === '');
    const thought = this.#hadThought || thinking ? `${open}${this.#thought}` : '';
    if (thinking) return thought + this.#held;
    return `${thought === '' ? '' : `${thought}${close}`}${this.#answer}${this.#held}`;
  }

  /** One mark or stretch of text; false when what is held must wait for more. */
  #step(): boolean {
    switch (this.#state) {
      case 'start':
      case 'after':
        return this.#begin();
      case 'thought':
      case 'answer':
        return this.#go();
    }
  }

  #begin(): boolean {
    this.#held = this.#held.trimStart();
    if (this.#held === '') return false;
    const marks = [open, ...silent];
    const mark = marks.find((each) => this.#held.startsWith(each));
    if (mark === undefined && marks.some((each) => each.startsWith(this.#held))) return false;
    this.#held = this.#held.slice(mark?.length ?? 0);
    if (mark === open) this.#hadThought = true;
    if (mark === undefined) this.#state = 'answer';
    else if (mark === open) this.#state = 'thought';
    return true;
  }

  /** Passes text on up to the next `</think>`, or to where one may begin. */
  #go(): boolean {
    const thinking = this.#state === 'thought';
    const looking = thinking || !this.#hadThought;
    const at = looking ? this.#held.indexOf(close) : -1;
    const safe = looking ? this.#held.length - startOf(close, this.#held) : this.#held.length;
    const text = this.#held.slice(0, at < 0 ? safe : at);
    this.#held = this.#held.slice(at < 0 ? safe : at + close.length);
    if (thinking) this.#think(text);
    else this.#say(text);
    if (at < 0) return false;
    if (!thinking) {
      this.#thought = this.#answer;
      this.#answer = '';
      this.#hadThought = true;
      this.#tell({ kind: 'was-thought' });
    }
    this.#state = 'after';
    return true;
  }

  #think(text: string): void {
    const shown = this.#thought === '' ? text.trimStart() : text;
    if (shown === '') return;
    this.#thought += shown;
    this.#tell({ kind: 'thought', text: shown });
  }

  #say(text: string): void {
    if (text === '') return;
    this.#answer += text;
    this.#tell({ kind: 'answer', text });
  }
}

/** How many characters at the end of `text` may be the beginning of `mark`. */
function startOf(mark: string, text: string): number {
  for (let length = Math.min(mark.length - 1, text.length); length > 0; length--)
    if (mark.startsWith(text.slice(-length))) return length;
  return 0;
}
