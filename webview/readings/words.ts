/** The short texts of a card. Pure: no DOM. */
import type { EngineView, Problem, ReadingView } from '../protocol.ts';

const percent = (share: number): string => `${Math.round(share * 100)}%`;

function duration(millis: number): string {
  return millis < 1_000 ? `${Math.round(millis)} ms` : `${(millis / 1_000).toFixed(1)} s`;
}

/** The gray text beside a reading's name: what is going on, or how it went. */
export function waitingText(reading: ReadingView, engine: EngineView): string {
  switch (reading.status) {
    case 'waiting':
      return 'Waiting';
    case 'running':
      return engine.kind === 'ready' ? 'Reading…' : 'Starting the engine…';
    case 'failed':
      return 'Not read';
    case 'cancelled':
      return 'Cancelled';
    case 'read':
      return [`${percent(reading.confidence)} sure`, duration(reading.millis), reading.device].join(
        ' · ',
      );
  }
}

/** The text beside a mark: the symbol and how sure the model was of it. */
export function unsureText(symbol: string, confidence: number): string {
  return `${symbol.trim()} ${percent(confidence)}`;
}

/** Whether a new engine could help: its own failures and those of its model. */
export function helpedByRestart({ code }: Problem): boolean {
  return code.startsWith('engine-') || code.startsWith('model-');
}
