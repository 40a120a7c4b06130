/** The short texts of the margin. Pure but for the translations. */
import { l10n } from '../l10n.ts';
import type { Anchor, AnchorState, AskMode, MarginProblem, TurnView } from './protocol.ts';

/** What a question is about; `label` is what the document prints on the page. */
export function aboutText(anchor: Anchor, label: string): string {
  if (anchor.rectangle === undefined) return l10n.t('Page {0}', label);
  if (anchor.quote !== undefined && anchor.quote !== '')
    return l10n.t('Passage on page {0}', label);
  return l10n.t('Region on page {0}', label);
}

export function anchorStateText(state: AnchorState): string {
  if (state === 'moved') return l10n.t('moved');
  return state === 'lost' ? l10n.t('place lost') : '';
}

export function anchorStateDetail(state: AnchorState): string {
  if (state === 'placed') return '';
  return state === 'moved'
    ? l10n.t('The document has changed; this passage was found again here.')
    : l10n.t('The document has changed; this passage is not in it any more. It was on this page.');
}

export function modeText(mode: AskMode): string {
  if (mode === 'auto') return l10n.t('Auto');
  return mode === 'think' ? l10n.t('Think') : l10n.t('Answer at once');
}

/** Words of a thought: what a person would count, roughly, in any script with spaces. */
export const wordCount = (text: string): number => text.match(/\S+/g)?.length ?? 0;

export function thoughtText({ thought, answer, state }: TurnView): string {
  const words = wordCount(thought);
  const count = words === 1 ? l10n.t('1 word') : l10n.t('{0} words', words.toLocaleString());
  const thinking = state === 'running' && answer === '';
  return `${thinking ? l10n.t('Thinking…') : l10n.t('Thought')} · ${count}`;
}

const duration = (millis: number): string =>
  millis < 1_000 ? `${Math.round(millis)} ms` : `${(millis / 1_000).toFixed(1)} s`;

/** The gray line under an answer: who wrote it, or what is going on. */
export function factsText(turn: TurnView): string {
  if (turn.state === 'waiting') return l10n.t('Waiting for the model…');
  if (turn.state === 'running')
    return turn.answer === '' ? l10n.t('Thinking…') : l10n.t('Writing…');
  const facts = [turn.model, turn.device, turn.millis > 0 ? duration(turn.millis) : ''];
  if (turn.state === 'stopped') facts.unshift(l10n.t('Stopped'));
  if (turn.mode !== 'auto') facts.push(modeText(turn.mode));
  return facts.filter((fact) => fact !== '').join(' · ');
}

/** What a screen reader hears when a turn comes to its end. */
export function endText(turn: TurnView): string {
  if (turn.state === 'failed') return turn.problem?.message ?? l10n.t('The question failed.');
  if (turn.state === 'stopped') return l10n.t('Stopped');
  return turn.quoted
    ? l10n.t('Passages of the document are there.')
    : l10n.t('The answer is there.');
}

/** What could help with a failure, besides asking again. */
export function offersFor({ code }: MarginProblem): readonly ('server' | 'model' | 'restart')[] {
  if (code === 'model-cannot-answer') return ['model', 'server'];
  if (code.startsWith('server-')) return ['server'];
  return code.startsWith('engine-') || code.startsWith('model-') ? ['restart'] : [];
}

export function offerText(what: 'server' | 'model' | 'restart'): string {
  if (what === 'server') return l10n.t('Use a Server…');
  return what === 'model' ? l10n.t('Use a Larger Model…') : l10n.t('Restart Engine');
}
