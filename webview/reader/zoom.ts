/** Zoom: its steps and limits, and the wheel and fingers that change it. */
import type { Viewer } from './viewer.ts';

/** CSS pixels per point at 100 %. */
export const actualSize = 96 / 72;
export const smallestZoom = 0.1 * actualSize;
export const largestZoom = 10 * actualSize;

const steps = [10, 25, 33, 50, 67, 75, 90, 100, 110, 125, 150, 175, 200, 250, 300, 400, 500, 600];
const percents = [...steps, 800, 1_000];

export const clampZoom = (zoom: number): number =>
  Math.min(largestZoom, Math.max(smallestZoom, zoom));

/** The zoom at which a page of so many points fits the window. */
export function fittedZoom(
  fit: 'width' | 'page',
  page: { readonly width: number; readonly height: number },
  viewport: HTMLElement,
): number {
  // Room for the scroll bar, whether or not there is one now: or the fit would go to and fro.
  const across = (viewport.offsetWidth - 40) / page.width;
  const down = (viewport.clientHeight - 24) / page.height;
  return clampZoom(fit === 'width' ? across : Math.min(across, down));
}

/** Calls when the window goes to a screen with other pixels, or the whole editor is zoomed. */
export function watchPixelRatio(onChange: () => void): void {
  const query = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
  const changed = (): void => {
    onChange();
    watchPixelRatio(onChange);
  };
  query.addEventListener('change', changed, { once: true });
}

/** The next round percentage above or below. */
export function nextStep(zoom: number, direction: 1 | -1): number {
  const percent = (zoom / actualSize) * 100;
  const found =
    direction === 1
      ? percents.find((it) => it > percent * 1.001)
      : percents.findLast((it) => it < percent * 0.999);
  return clampZoom(((found ?? percent) / 100) * actualSize);
}

/** How much one turn of the wheel, or one step of two fingers on a touch pad, enlarges. */
export function wheelFactor(deltaY: number, deltaMode: number): number {
  const pixels = deltaMode === 0 ? deltaY : deltaY * 16;
  // Fingers on a touch pad come as many small steps, a wheel as few large ones.
  const rate = Math.abs(pixels) < 50 ? 0.01 : 0.002;
  return Math.exp(-Math.max(-300, Math.min(300, pixels)) * rate);
}

/** Ctrl and the wheel, and two fingers on a touch screen, zoom at the place where they are. */
export function listenForZoom(viewer: Viewer, zoomBy: (factor: number, at: Point) => void): void {
  const { element } = viewer.scroller;
  element.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const factor = wheelFactor(event.deltaY, event.deltaMode);
      zoomBy(factor, { clientX: event.clientX, clientY: event.clientY });
    },
    { passive: false },
  );
  const fingers = new Map<number, Point>();
  element.addEventListener('pointerdown', (event) => {
    if (event.pointerType === 'touch') fingers.set(event.pointerId, event);
  });
  element.addEventListener('pointermove', (event) => {
    if (!fingers.has(event.pointerId)) return;
    const before = spread(fingers);
    fingers.set(event.pointerId, event);
    const after = spread(fingers);
    if (before === undefined || after === undefined || before.length === 0) return;
    zoomBy(after.length / before.length, after.middle);
  });
  const lift = (event: PointerEvent): void => void fingers.delete(event.pointerId);
  element.addEventListener('pointerup', lift);
  element.addEventListener('pointercancel', lift);
}

export interface Point {
  readonly clientX: number;
  readonly clientY: number;
}

/** How far two fingers are apart, and the point between them. */
function spread(fingers: ReadonlyMap<number, Point>) {
  const [a, b] = [...fingers.values()];
  if (fingers.size !== 2 || a === undefined || b === undefined) return undefined;
  return {
    length: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY),
    middle: { clientX: (a.clientX + b.clientX) / 2, clientY: (a.clientY + b.clientY) / 2 },
  };
}
