/** The engine's state in a sentence. Pure. */
import type { EngineState } from '../../engine/protocol.ts';
import { deviceLabel } from './device.ts';

export function describeEngine(state: EngineState): string {
  switch (state.kind) {
    case 'stopped':
      return 'The engine starts with the first reading.';
    case 'starting':
      return 'The engine is starting.';
    case 'ready':
      return `Ready on ${deviceLabel(state.device)} with the model ${state.model}${state.reason === undefined ? '' : `: ${state.reason}`}.`;
    case 'failed':
      return `The engine failed: ${state.reason} ${state.action}`;
  }
}
