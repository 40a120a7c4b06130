/** Options that every command takes, wherever they stand: which model, on which device. */
import { badInput } from '../errors.ts';

export interface EngineChoice {
  model?: string;
  device?: string;
}

/** Takes `--model DIR` and `--device NAME` (or `--model=DIR`) out of the words. */
export function splitEngineOptions(words: readonly string[]): {
  engine: EngineChoice;
  rest: string[];
} {
  const engine: EngineChoice = {};
  const rest: string[] = [];
  const left = [...words];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    const [, name, inline] = /^--(model|device)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === undefined) {
      rest.push(word);
      continue;
    }
    const value = inline ?? left.shift();
    if (value === undefined || value === '')
      throw badInput(`--${name} needs a value.`, 'See: npm start -- help');
    engine[name as keyof EngineChoice] = value;
  }
  return { engine, rest };
}
