/** A kept thread as the margin shows it. */
import type { AnchorState, ThreadView, TurnView } from '../../webview/margin/protocol.ts';
import type { Run } from './runs.ts';
import type { KeptThread, KeptTurn } from './sidecar/model.ts';

export interface ViewState {
  readonly state: AnchorState;
  readonly hasCrop: boolean;
  /** The turn that is being answered. */
  readonly run: Run | undefined;
}

/** Only the latest turns of a thread that somebody made endless. */
const MOST_TURNS = 500;

export function viewOf(thread: KeptThread, { state, hasCrop, run }: ViewState): ThreadView {
  return {
    ...{ id: thread.id, anchor: thread.anchor, anchorState: state, hasCrop },
    turns: thread.turns
      .slice(-MOST_TURNS)
      .map((turn) => (run?.turn.id === turn.id ? run.turn : plain(turn))),
  };
}

/** Without what only the file knows. */
function plain({ extra: _, more: __, ...turn }: KeptTurn): TurnView {
  return {
    ...turn,
    question: turn.question.slice(0, 20_000),
    citations: turn.citations
      .slice(0, 200)
      .map((citation) => ({ ...citation, rectangles: citation.rectangles.slice(0, 200) })),
  };
}
