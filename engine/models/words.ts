/** Models and their installation in words, for a terminal, a quick pick and a notification. Pure. */
import type { InstallProgress, OfferedModel } from './messages.ts';

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

export function stateText({ directory, begun }: OfferedModel): string {
  if (directory !== null) return 'installed';
  return begun === null ? '' : `paused at ${Math.floor(100 * begun)} %`;
}

export function sizeText({ downloadBytes, installedBytes, memoryBytes }: OfferedModel): string {
  if (downloadBytes === 0) return '';
  return (
    `${gigabytes(downloadBytes)} to fetch, ${gigabytes(installedBytes)} on disk, ` +
    `${gigabytes(memoryBytes)} of memory to run`
  );
}

/** Whole percents that are done. */
export const percentOf = ({ done, total }: InstallProgress): number =>
  total > 0 ? Math.floor((100 * done) / total) : 0;

/** For example "31.5 MB/s, 12 min left: Fetching model-00002-of-00007.safetensors". */
export function paceText({ text, perSecond, secondsLeft }: InstallProgress): string {
  const parts: string[] = [];
  if (perSecond > 0) parts.push(`${(perSecond / 1e6).toFixed(1)} MB/s`);
  if (secondsLeft !== undefined) parts.push(`${durationText(secondsLeft)} left`);
  return parts.length === 0 ? text : `${parts.join(', ')}: ${text}`;
}

function durationText(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3_600).toFixed(1)} h`;
}
