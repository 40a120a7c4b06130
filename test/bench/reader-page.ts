/** What is measured in one browser page, the same way for our reader and for pdf.js's viewer. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';

export interface Looked {
  readonly firstMillis: number;
  readonly frameMedian: number;
  readonly frameLate: number;
  readonly slowShare: number;
  readonly blankShare: number;
}

export interface Kept {
  readonly seenSeconds: number;
  readonly elements: number;
  readonly megapixels: number;
  readonly memory: number;
}

/** Opens the viewer and scrolls as a hand does. */
export async function look(page: Page, url: string, scroller: string): Promise<Looked> {
  await page.goto(url, { waitUntil: 'commit' });
  const firstMillis = await page.evaluate(firstInk);
  const frames = await page.evaluate(scrollFrames, scroller);
  const times = frames.map(({ millis }) => millis).sort((a, b) => a - b);
  const share = (is: (frame: Frame) => boolean): number =>
    (100 * frames.filter(is).length) / frames.length;
  return {
    firstMillis,
    frameMedian: times[Math.floor(times.length / 2)] ?? Number.NaN,
    frameLate: times[Math.floor(times.length * 0.95)] ?? Number.NaN,
    slowShare: share(({ millis }) => millis > 33.4),
    blankShare: share(({ blank }) => blank),
  };
}

/** Looks at all pages of the open document, and says what that took and left behind. */
export async function seeEverything(browser: Browser, page: Page, scroller: string): Promise<Kept> {
  const started = performance.now();
  await page.evaluate(seeAll, scroller);
  const seenSeconds = (performance.now() - started) / 1_000;
  const kept = await page.evaluate(() => {
    const collect: unknown = Reflect.get(globalThis, 'gc');
    if (typeof collect === 'function') (collect as () => void)();
    const canvases = [...document.querySelectorAll('canvas')];
    return {
      elements: document.querySelectorAll('.page').length,
      megapixels: canvases.reduce((sum, { width, height }) => sum + width * height, 0) / 1e6,
    };
  });
  return { ...kept, seenSeconds, memory: await memoryOf(browser) };
}

/** Megabytes of the browser's page processes, shared ones by their share; NaN where there is no /proc. */
async function memoryOf(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const kilobytes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => {
      try {
        const text = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8');
        return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? Number.NaN);
      } catch {
        return Number.NaN;
      }
    });
  return kilobytes.reduce((sum, each) => sum + each, 0) / 1024;
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

interface Frame {
  readonly millis: number;
  /** The page in the middle of the window has no picture. */
  readonly blank: boolean;
}

/** Each frame while the pages go by, 40 pixels a frame. */
function scrollFrames(selector: string): Promise<Frame[]> {
  const element = document.querySelector(selector)!;
  const { left, top, width, height } = element.getBoundingClientRect();
  const frames: { millis: number; blank: boolean }[] = [];
  const isBlank = (): boolean => {
    const pages = document
      .elementsFromPoint(left + width / 2, top + height / 2)
      .map((it) => it.closest('.page'))
      .filter((it) => it !== null);
    return pages.length > 0 && pages.every((it) => it.querySelector('canvas') === null);
  };
  return new Promise((resolve) => {
    let last = performance.now();
    const step = (now: number): void => {
      frames.push({ millis: now - last, blank: isBlank() });
      last = now;
      element.scrollTop += 40;
      if (frames.length < 400) requestAnimationFrame(step);
      else resolve(frames.slice(5));
    };
    requestAnimationFrame(step);
  });
}

/** Goes through the whole document, less than a page at a time, and waits at each until its page is drawn. */
async function seeAll(selector: string): Promise<void> {
  const element = document.querySelector(selector)!;
  const { left, top, width, height } = element.getBoundingClientRect();
  const isDrawn = (): boolean => {
    const here = document.elementsFromPoint(left + width / 2, top + height / 2);
    const pages = here.map((it) => it.closest('.page')).filter((it) => it !== null);
    return pages.every((it) => it.querySelector('canvas') !== null);
  };
  const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
  element.scrollTop = 0;
  while (element.scrollTop + element.clientHeight < element.scrollHeight - 2) {
    element.scrollTop += 1.4 * element.clientHeight;
    await frame();
    for (const end = performance.now() + 3_000; !isDrawn() && performance.now() < end;)
      await frame();
  }
}
