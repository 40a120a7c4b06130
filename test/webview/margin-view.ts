/** The PDF reader with its margin in a plain browser: the real pages of a real document, a fake host. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { FromMargin, ThreadView, ToMargin, TurnView } from '../../webview/margin/protocol.ts';
import { becomes } from '../eventually.ts';
import { type ReaderServer, ReaderView, type OpenOptions } from './reader-sidebar/view.ts';
import { root } from './serving.ts';

export type { OpenOptions } from './reader-sidebar/view.ts';

const bytes = readFileSync(join(root, 'test', 'fixtures', 'margin', 'paper.pdf'));

export async function openMargin(
  server: ReaderServer,
  options: OpenOptions = {},
): Promise<MarginView> {
  const view = await server.openAs(MarginView, { bytes, size: [1100, 760], ...options });
  await view.heard('margin-ready');
  return view;
}

export class MarginView extends ReaderView {
  override post(message: ToMargin): Promise<void> {
    return super.post({ type: 'part', name: 'margin', message });
  }

  /** As if nothing had been asked: no threads and the top of the document. */
  async reset(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.threads([]);
    const viewport = this.page.locator('.viewport');
    await viewport.evaluate((pages) => pages.scrollTo(0, 0));
    await becomes(() => viewport.evaluate((pages) => pages.scrollTop), 0);
    await this.quiet();
    this.sent.length = 0;
  }

  threads(threads: readonly ThreadView[], extra: object = {}): Promise<void> {
    return this.post({ type: 'threads', threads: [...threads], models: [], ...extra });
  }

  card(id: string): Locator {
    return this.page.locator(`.thread-card[data-thread="${id}"]`);
  }

  /** Waits for the next message of the margin. */
  heard<T extends FromMargin['type']>(type: T): Promise<Extract<FromMargin, { type: T }>> {
    return this.fromPart<FromMargin, T>('margin', type);
  }
}

export const turn = (id: string, question: string, rest: Partial<TurnView> = {}): TurnView => ({
  ...{ id, question, made: 1_700_000_000_000, mode: 'auto', state: 'answered' },
  ...{ thought: '', answer: '', citations: [], quoted: false },
  ...{ model: 'Phi-4-reasoning-vision', device: 'CPU', millis: 4_200 },
  ...rest,
});

export const thread = (
  id: string,
  anchor: ThreadView['anchor'],
  turns: TurnView[],
  rest: Partial<ThreadView> = {},
): ThreadView => ({ id, anchor, turns, anchorState: 'placed', hasCrop: false, ...rest });
