/** The short texts of a card. Pure: no DOM. */
import { l10n } from '../l10n.ts';
import type { EngineView, Problem, ReadingView } from '../protocol.ts';

const percent = (share: number): string => `${Math.round(share * 100)}%`;

function duration(millis: number): string {
  return millis < 1_000 ? `${Math.round(millis)} ms` : `${(millis / 1_000).toFixed(1)} s`;
}

/** The gray text beside a reading's name: what is going on, or how it went. */
export function factsText(reading: ReadingView, engine: EngineView): string {
  switch (reading.status) {
    case 'waiting':
      return l10n.t('Waiting');
    case 'running':
      return engine.kind === 'ready' ? l10n.t('Reading…') : l10n.t('Starting the engine…');
    case 'failed':
      return l10n.t('Not read');
    case 'cancelled':
      return l10n.t('Cancelled');
    case 'read':
      if (reading.earlier) return dateText(reading.made);
      return [sureText(reading.confidence), duration(reading.millis), reading.device].join(' · ');
  }
}

/** Everything that is known about how a reading came about. */
export function factsDetail(reading: ReadingView): string {
  const when = new Date(reading.made).toLocaleString(l10n.language);
  if (reading.status !== 'read') return `${reading.place}, ${when}`;
  const { confidence, millis, device, model, place } = reading;
  const how = l10n.t('{0} on {1} with {2}', duration(millis), device, model);
  return `${place}\n${when}\n${sureText(confidence)}, ${how}`;
}

/** A server may not tell how sure its model was. */
function sureText(confidence: number): string {
  return confidence > 0 ? l10n.t('{0} sure', percent(confidence)) : l10n.t('sureness unknown');
}

function dateText(made: number): string {
  const date = new Date(made);
  const today = new Date().toDateString() === date.toDateString();
  const time: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' };
  return date.toLocaleString(
    l10n.language,
    today ? time : { month: 'short', day: 'numeric', ...time },
  );
}

/** The text beside a mark: the symbol and how sure the model was of it. */
export function unsureText(symbol: string, confidence: number): string {
  return `${symbol.trim()} ${percent(confidence)}`;
}

/** Whether a new engine could help: its own failures and those of its model. */
export function helpedByRestart({ code }: Problem): boolean {
  return code.startsWith('engine-') || code.startsWith('model-');
}

/** What a search looks through; spaces in LaTeX say nothing. */
export function searchText(reading: ReadingView): string {
  const latex = reading.status === 'read' ? `${reading.edited} ${squeezed(reading.edited)}` : '';
  return `${reading.name} ${reading.place} ${latex}`.toLowerCase();
}

/** Whether a reading's text holds every word of the query. */
export function matches(text: string, query: string): boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => text.includes(word)) || text.includes(squeezed(query.toLowerCase()));
}

const squeezed = (text: string): string => text.replace(/\s+/g, '');
