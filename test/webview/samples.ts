/** Readings as the host would send them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FinishedReading, ReadingView, ToWebview } from '../../webview/protocol.ts';

const samples = join(import.meta.dirname, '..', 'samples');

export const ready = { kind: 'ready', device: 'CPU', model: 'bundled' } as const;

/** A finished reading whose tokens are the pieces of `tokens`; those in `unsure` got half a vote. */
export function finished(
  id: string,
  name: string,
  tokens: readonly string[],
  unsure: readonly string[] = [],
): FinishedReading {
  const latex = tokens.join('');
  return {
    ...{ id, name, place: `figures/${name}`, made: madeOf(id), earlier: false },
    ...{ status: 'read', latex, edited: latex },
    confidence: 0.94,
    tokens: tokens.map((text) => ({ text, confidence: unsure.includes(text) ? 0.48 : 0.99 })),
    alternatives: [],
    millis: 312,
    device: 'CPU',
    model: 'bundled',
  };
}

/** Readings with higher numbers are older, so that a list in the order of the numbers is in order. */
const madeOf = (id: string): number => 1_700_000_000_000 - 1_000 * Number(id.replace(/\D/g, ''));

/** What a reading is called, as far as its number goes. */
const named = (number: number, name: string) => ({
  ...{ id: `reading-${number}`, name, place: `figures/${name}` },
  ...{ made: madeOf(String(number)), earlier: false },
});

export const quadratic = finished(
  'reading-1',
  'quadratic.png',
  String.raw`x|=|\frac|{|-|b|\pm|\sqrt|{|b|^|2|-|4|a|c|}|}|{|2|a|}`.split('|'),
  ['\\pm', '4'],
);

export const maxwell = finished(
  'reading-2',
  'maxwell-dark.png',
  String.raw`\nabla|\times|\mathbf|{|B|}|=|\mu|_|0|\left(|\mathbf|{|J|}|+|\varepsilon|_|0|\frac|{|\partial|\mathbf|{|E|}|}|{|\partial| t|}|\right)`.split(
    '|',
  ),
);

export const died: ReadingView = {
  ...{ ...named(3, 'stokes.png'), status: 'failed' },
  problem: {
    code: 'engine-died',
    message: 'The engine process ended: killed by SIGKILL.',
    action: 'It is started again by itself; send the request once more.',
  },
};

export const truncated: ReadingView = {
  ...{ ...named(4, 'half.jpg'), status: 'failed' },
  problem: {
    code: 'bad-image',
    message: 'The image is cut off in the middle.',
    action: 'Save or copy it again, then retry.',
  },
};

export const running: ReadingView = {
  ...{ ...named(5, 'gaussian.png'), status: 'running' },
  latex: String.raw`\int_{-\infty}^{\infty}e^{-x`,
};

export const waiting: ReadingView = {
  ...{ ...named(6, 'limit.png'), status: 'waiting' },
};

export function picture(id: string, sample: string): ToWebview {
  const bytes = new Uint8Array(readFileSync(join(samples, sample)));
  return { type: 'image', id, bytes, mime: 'image/png' };
}
