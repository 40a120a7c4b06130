/** Opens and closes a PDF reader in a test, and holds it to what must always be so. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from '../../webview/reader/protocol.ts';
import type { OpenOptions, ReaderServer, ReaderView } from './reader-sidebar/view.ts';

export const paper = readFileSync(join(import.meta.dirname, '..', 'fixtures', 'pdf', 'paper.pdf'));

export async function openReader(server: ReaderServer, options: OpenOptions): Promise<ReaderView> {
  const view = await server.open(options);
  await view.offered('opened');
  await view.drawn();
  return view;
}

/** Nothing was refused by the policy, thrown, or asked of the network. */
export async function closeReader(
  server: ReaderServer,
  view: ReaderView,
  faults?: RegExp,
): Promise<void> {
  await view.quiet();
  assert.deepEqual(view.violations, []);
  const unexpected = view.faults.filter((fault) => faults?.test(fault) !== true);
  assert.deepEqual(unexpected, []);
  const { host } = new URL(view.page.url());
  const foreign = view.requests.filter(
    (url) => !url.startsWith('blob:') && new URL(url).host !== host,
  );
  assert.deepEqual(foreign, []);
  assert.deepEqual(server.strays, []);
  await view.close();
}

export const command = (view: ReaderView, name: string): Promise<void> =>
  view.post({ type: 'command', name });

/** The place that the reader would keep now, after a rest. */
export async function place(view: ReaderView): Promise<Place> {
  const asked = await view.page.evaluate(() => {
    document.querySelector('.viewport')!.dispatchEvent(new Event('scroll'));
    return Date.now();
  });
  return view.placed(({ at }) => at >= asked);
}
