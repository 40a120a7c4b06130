/** What is written for a model that calculates: results of its calls, and the number of its answer. */
import type { Interjector } from '../backends/backend.ts';
import type { AnswerWriter } from '../solve/answer-writer.ts';
import { closing, type Calculator } from '../solve/calculator.ts';

export function interjectorOf(calculator: Calculator, writer?: AnswerWriter): Interjector {
  return {
    closing,
    get open() {
      return calculator.open;
    },
    push: (text: string): string | undefined => {
      const number = writer?.push(text);
      const result = calculator.push(text);
      writer?.inserted(result ?? '');
      return result ?? number;
    },
  };
}
