/** Installing in words, for a terminal. */
import type { InstallEvent, InstallProgress, OfferedModel } from '../models/messages.ts';
import { paceText, percentOf, sizeText } from '../models/words.ts';
import { warn } from './output.ts';

export function offeredText(model: OfferedModel): string {
  const { id, name, summary, license, directory, begun } = model;
  const state =
    directory !== null
      ? `installed in ${directory}`
      : begun !== null
        ? `begun, ${Math.floor(100 * begun)} % done; install it again to go on`
        : 'not installed';
  const rows: [string, string][] = [
    ['name', id],
    ['', summary],
    ['license', license],
    ['state', state],
  ];
  const size = sizeText(model);
  if (size !== '') rows.push(['size', size]);
  return [name, ...rows.map(([key, value]) => `  ${key.padEnd(10)}${value}`)].join('\n');
}

/** Prints events to standard error: progress on one line of a terminal, else a line now and then. */
export function installLines(): (event: InstallEvent) => void {
  const live = process.stderr.isTTY;
  let last = '';
  let at = -Infinity;
  return (event) => {
    switch (event.kind) {
      case 'progress': {
        if (!live && performance.now() - at < 10_000) return;
        at = performance.now();
        const line = progressText(event);
        if (live) process.stderr.write(`\r${line.padEnd(last.length)}`);
        else warn(line);
        last = line;
        return;
      }
      case 'notice':
      case 'installed':
        if (live && last !== '') process.stderr.write('\n');
        last = '';
        warn(event.kind === 'notice' ? event.text : `Installed in ${event.directory}`);
        return;
      case 'error':
        return; // thrown as well, and told by whoever catches it
    }
  };
}

/** For example "42 % · 31.5 MB/s, 12 min left: Fetching model-00002-of-00007.safetensors". */
export const progressText = (event: InstallProgress): string =>
  `${percentOf(event)} % · ${paceText(event)}`;
