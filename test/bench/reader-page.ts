/** What is measured in one browser page, the same way for our reader and for pdf.js's viewer. */
import type { Page } from 'playwright-core';

export interface Measured {
  readonly firstMillis: number;
  readonly frameMedian: number;
  readonly frameLate: number;
  readonly slowShare: number;
  readonly elements: number;
  readonly megapixels: number;
  readonly heap: number;
  readonly pages: number;
}

/** pdf.js's viewer component as its documentation puts it on a page. */
export const peerPage = `<!doctype html><html><head><meta charset="utf-8">
<link rel="stylesheet" href="/library/web/pdf_viewer.css">
<style>body{margin:0}#container{position:absolute;inset:0;overflow:auto}</style></head>
<body><div id="container"><div id="viewer" class="pdfViewer"></div></div>
<script type="module">
import * as pdfjs from '/library/build/pdf.min.mjs';
globalThis.pdfjsLib = pdfjs;
const { EventBus, PDFLinkService, PDFViewer } = await import('/library/web/pdf_viewer.mjs');
pdfjs.GlobalWorkerOptions.workerSrc = '/library/build/pdf.worker.min.mjs';
const eventBus = new EventBus();
const linkService = new PDFLinkService({ eventBus });
const container = document.getElementById('container');
const viewer = new PDFViewer({ container, eventBus, linkService });
linkService.setViewer(viewer);
eventBus.on('pagesinit', () => { viewer.currentScaleValue = 'page-width'; });
const data = await (await fetch('/file.pdf')).arrayBuffer();
const pdf = await pdfjs.getDocument({ data, cMapUrl: '/library/cmaps/', standardFontDataUrl: '/library/standard_fonts/', wasmUrl: '/library/wasm/' }).promise;
viewer.setDocument(pdf);
linkService.setDocument(pdf);
</script></body></html>`;

/** A host inside the page: it fetches the file and answers for ranges of it. */
function fakeHost(): void {
  const bytes = fetch('/file.pdf').then(
    async (response) => new Uint8Array(await response.arrayBuffer()),
  );
  const answer = async (message: Record<string, unknown>): Promise<void> => {
    const file = await bytes;
    if (message['type'] === 'ready') {
      window.postMessage({ type: 'open', generation: 1, name: 'file.pdf', length: file.length });
    }
    if (message['type'] === 'range') {
      const begin = Number(message['begin']);
      const part = file.slice(begin, Number(message['end']));
      window.postMessage({ type: 'bytes', generation: 1, begin, bytes: part });
    }
  };
  let state: unknown;
  Reflect.set(window, 'acquireVsCodeApi', () => ({
    postMessage: (message: Record<string, unknown>) => void answer(message),
    getState: () => state,
    setState: (next: unknown) => (state = next),
  }));
}

export async function measure(page: Page, url: string, name: 'ours' | 'pdfjs'): Promise<Measured> {
  const scroller = name === 'ours' ? '.viewport' : '#container';
  if (name === 'ours') {
    await page.addInitScript(fakeHost);
  }
  await page.goto(url, { waitUntil: 'commit' });
  const firstMillis = await page.evaluate(firstInk);
  const frames = await page.evaluate(scrollFrames, scroller);
  await page.evaluate(seeAll, scroller);
  await page.waitForTimeout(1_500);
  const kept = await page.evaluate(() => {
    const collect: unknown = Reflect.get(globalThis, 'gc');
    if (typeof collect === 'function') (collect as () => void)();
    const canvases = [...document.querySelectorAll('canvas')];
    const memory = Reflect.get(performance, 'memory') as { usedJSHeapSize: number } | undefined;
    return {
      elements: document.querySelectorAll('.page').length,
      megapixels: canvases.reduce((sum, { width, height }) => sum + width * height, 0) / 1e6,
      heap: (memory?.usedJSHeapSize ?? Number.NaN) / 1e6,
    };
  });
  const pages = await page.evaluate(() => {
    const total = document.querySelector('.total')?.textContent ?? '';
    return Number(/\d+(?=\D*$)/.exec(total)?.[0] ?? 0);
  });
  frames.sort((a, b) => a - b);
  return {
    ...{ firstMillis, ...kept, pages },
    frameMedian: frames[Math.floor(frames.length / 2)] ?? Number.NaN,
    frameLate: frames[Math.floor(frames.length * 0.95)] ?? Number.NaN,
    slowShare: (100 * frames.filter((it) => it > 33.4).length) / frames.length,
  };
}

/** Milliseconds from the start of navigation until a page's picture has ink. */
function firstInk(): Promise<number> {
  const probe = new OffscreenCanvas(64, 64).getContext('2d', { willReadFrequently: true })!;
  const hasInk = (canvas: HTMLCanvasElement): boolean => {
    if (canvas.width === 0) return false;
    probe.fillStyle = '#fff';
    probe.fillRect(0, 0, 64, 64);
    probe.drawImage(canvas, 0, 0, 64, 64);
    const { data } = probe.getImageData(0, 0, 64, 64);
    return data.some((value, index) => index % 4 === 0 && value < 240);
  };
  return new Promise((resolve) => {
    const look = (): void => {
      const canvas = document.querySelector<HTMLCanvasElement>('.page canvas');
      if (canvas !== null && hasInk(canvas)) resolve(performance.now());
      else requestAnimationFrame(look);
    };
    look();
  });
}

/** Milliseconds of each frame while the pages go by, 40 pixels a frame. */
function scrollFrames(selector: string): Promise<number[]> {
  const element = document.querySelector(selector)!;
  const frames: number[] = [];
  return new Promise((resolve) => {
    let last = performance.now();
    const step = (now: number): void => {
      frames.push(now - last);
      last = now;
      element.scrollTop += 40;
      if (frames.length < 600) requestAnimationFrame(step);
      else resolve(frames.slice(5));
    };
    requestAnimationFrame(step);
  });
}

/** Goes through the whole document, a window at a time. */
async function seeAll(selector: string): Promise<void> {
  const element = document.querySelector(selector)!;
  element.scrollTop = 0;
  while (element.scrollTop + element.clientHeight < element.scrollHeight - 2) {
    element.scrollTop += 2 * element.clientHeight;
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}
