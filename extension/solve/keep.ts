/** A solution as a turn of a thread beside the page that its figure stands on. Pure. */
import type { SolveMode } from '../../webview/solve/protocol.ts';
import { safeMarkdown } from '../features/askMarkdown.ts';
import { newId, type Turn } from '../margin/thread.ts';
import { longestAnswer, longestQuestion } from '../../webview/margin/protocol.ts';
import { answerMarkdown, markedText, type Solved } from './copy.ts';

export function keptTurn(solved: Solved, mode: SolveMode): Turn {
  const { thoughtCut, stopReason, model, device, millis } = solved.solution;
  const cut = thoughtCut ? ('thought' as const) : ('answer' as const);
  return {
    id: newId(),
    question: solved.question.trim().slice(0, longestQuestion),
    ...{ made: Date.now(), mode, state: 'answered' },
    thought: safeMarkdown(markedText(solved.solution, 'thought')).slice(0, longestAnswer),
    answer: safeMarkdown(answerMarkdown(solved)).slice(0, longestAnswer),
    ...{ citations: [], quoted: false },
    ...(thoughtCut || stopReason === 'length' ? { cut } : {}),
    ...{ model: model.slice(0, 200), device: device.slice(0, 200), millis },
  };
}
