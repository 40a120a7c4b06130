/** Reading a formula with a chat server: a prompt for LaTeX alone, and what comes back brought to it. */
import { decodeImage } from '../image/decode.ts';
import { encodeForServer } from '../image/encode.ts';
import type { Reading } from '../protocol.ts';
import type { ReadJob } from '../server.ts';
import { katexRefusal } from '../text/latex/index.ts';
import { complete, type Completion, type Server } from './chat.ts';
import { latexAnswer } from './latex-answer.ts';
import * as problems from './problems.ts';

const PROMPT =
  'Write the mathematics in this image as LaTeX that KaTeX accepts. ' +
  'Answer with the LaTeX alone: no delimiters, no code block, no explanation.';
/** A page of mathematics; a formula has a tenth of it. */
const MAX_TOKENS = 4096;
/** Longer than any formula; what a model writes beyond it is not one. */
const LONGEST = 20_000;

/** @throws MarginaliaError for bad images, `server-…`, `cancelled` */
export async function readOnServer(server: Server, model: string, job: ReadJob): Promise<Reading> {
  const { image, zoom, signal, onToken } = job;
  const start = performance.now();
  const { width, height } = await decodeImage(image);
  const picture = await encodeForServer(image, zoom);
  const decode = performance.now() - start;
  const done = await complete(server, {
    ...{ model, text: PROMPT, images: [picture], mode: 'nothink', temperature: 0 },
    ...{ maxTokens: MAX_TOKENS, logprobs: true, signal },
    onDelta: (delta) => {
      if (delta.kind === 'answer') onToken({ text: delta.text, confidence: 1 });
    },
  });
  const latex = latexAnswer(done.answer.slice(0, LONGEST));
  if (latex === '') throw problems.empty(server.endpoint);
  const total = performance.now() - start;
  return {
    // The server's tokens are not those of the normalized formula: which of them is unsure is not known.
    ...{ latex, confidence: confidenceOf(done, latex), tokens: [], alternatives: [] },
    ...{ width, height, visualTokens: 0 },
    millis: { decode, vision: 0, generate: total - decode, total },
    ...{ device: `server ${server.endpoint.host}`, model },
  };
}

/**
 * Geometric mean of the token probabilities where the server tells them, halved for what KaTeX refuses.
 * 0 stands for "not known".
 */
function confidenceOf({ logprobs }: Completion, latex: string): number {
  if (logprobs.length === 0) return 0;
  const mean = logprobs.reduce((sum, { logprob }) => sum + logprob, 0) / logprobs.length;
  const confidence = Math.min(Math.exp(mean), 1);
  return katexRefusal(latex) === null ? confidence : confidence / 2;
}
