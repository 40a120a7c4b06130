/** The extension's end of the reader inside the browser page: it has one file and answers for its ranges. */
import type { Page } from 'playwright-core';

/** Before the page is opened. `read` gets the picture of a region and gives its LaTeX. */
export async function installHost(
  page: Page,
  read: (png: Buffer) => Promise<string>,
): Promise<void> {
  await page.exposeFunction('readCrop', (base64: string) => read(Buffer.from(base64, 'base64')));
  await page.addInitScript(fakeHost);
}

interface Message {
  readonly type: string;
  readonly begin?: number;
  readonly end?: number;
  readonly name?: string;
  readonly message?: { readonly type: string; readonly id: string; readonly png: Uint8Array };
}

function fakeHost(): void {
  const bytes = fetch('/file.pdf').then(
    async (response) => new Uint8Array(await response.arrayBuffer()),
  );
  const base64Of = (part: Uint8Array): string => {
    let text = '';
    for (const byte of part) text += String.fromCharCode(byte);
    return btoa(text);
  };
  const answer = async ({ type, begin = 0, end = 0, message }: Message): Promise<void> => {
    const file = await bytes;
    if (type === 'ready')
      window.postMessage({ type: 'open', generation: 1, name: 'file.pdf', length: file.length });
    if (type === 'range')
      window.postMessage({ type: 'bytes', generation: 1, begin, bytes: file.slice(begin, end) });
    if (type !== 'part' || message?.type !== 'read') return;
    const readCrop = Reflect.get(window, 'readCrop') as (base64: string) => Promise<string>;
    const asked = performance.now();
    const latex = await readCrop(base64Of(message.png));
    Reflect.set(window, 'readMillis', performance.now() - asked);
    const reading = { type: 'reading', id: message.id, status: 'read', latex };
    window.postMessage({ type: 'part', name: 'point', message: reading });
  };
  let state: unknown;
  Reflect.set(window, 'acquireVsCodeApi', () => ({
    postMessage: (message: Message) => void answer(message),
    getState: () => state,
    setState: (next: unknown) => (state = next),
  }));
}
