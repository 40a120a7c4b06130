/** The reading task: the bytes of an image in, its formula as LaTeX out. */
import katex from 'katex';
import { cancelled } from '../errors.ts';
import { prepareImage } from '../image/prepare.ts';
import type { Reading, ReadingToken } from '../protocol.ts';
import type { FusionModel } from '../runtime/model.ts';
import type { GeneratedToken, GenerateResult } from '../runtime/types.ts';
import { loopEnd } from './loops.ts';
import { latexOf, spellTokens } from '../text/latex/index.ts';

export interface ReadFormulaOptions {
  signal?: AbortSignal;
  /** Hears each token as the model writes it, before its spacing is settled. */
  onToken?: (token: ReadingToken) => void;
}

/** What the bundled model was trained to answer with LaTeX alone. */
const PROMPT = [{ role: 'user', content: '<image><|latex|>' }] as const;
/** Longer than any formula of the training set by half. */
const MAX_TOKENS = 512;
const MAX_ALTERNATIVES = 3;
/** Each costs a rendering by KaTeX, about a millisecond. */
const MAX_CHECKS = 12;
/** A runner-up less likely than this is not worth a person's look. */
const MIN_RUNNER_UP = 0.05;

/**
 * Reads the formula in an image; the same image always gives the same LaTeX.
 * @throws MarginaliaError for bad images and `cancelled`
 */
export async function readFormula(
  model: FusionModel,
  image: Uint8Array,
  { signal, onToken }: ReadFormulaOptions = {},
): Promise<Reading> {
  const start = performance.now();
  const { width, height, patches } = await prepareImage(image, model.imageProcessor, model.grid);
  const decode = performance.now() - start;
  const enough = new AbortController();
  const generation = model.generate({
    ...{ images: [patches], prompt: PROMPT, mode: 'nothink', maxTokens: MAX_TOKENS },
    signal: signal === undefined ? enough.signal : AbortSignal.any([signal, enough.signal]),
  });
  const { made, end } = await collect(generation, enough, onToken);
  if (end.stopReason === 'cancelled' && !enough.signal.aborted) throw cancelled();
  const written = made.filter((token) => token.text !== '');
  const { chosen, alternatives } = choose(written);
  const texts = spellTokens(chosen.map((token) => token.text));
  return {
    latex: texts.join('').trim(),
    confidence: confidenceOf(made, end),
    tokens: chosen.map((token, i) => ({ text: texts[i]!, confidence: token.probability })),
    alternatives,
    ...{ width, height, visualTokens: end.visualTokens },
    millis: {
      decode,
      vision: end.millis.vision,
      generate: end.millis.prefill + end.millis.decode,
      total: performance.now() - start,
    },
    device: model.info.device,
    model: model.info.name,
  };
}

type Generation = ReturnType<FusionModel['generate']>;

/** Runs a generation to its end; one that goes round in a loop is stopped, the loop left out. */
async function collect(
  generation: Generation,
  enough: AbortController,
  onToken: ReadFormulaOptions['onToken'],
): Promise<{ made: GeneratedToken[]; end: GenerateResult }> {
  const made: GeneratedToken[] = [];
  let end: number | undefined;
  for (;;) {
    const step = await generation.next();
    if (step.done === true) return { made: made.slice(0, end), end: step.value };
    made.push(step.value);
    onToken?.({ text: step.value.text, confidence: step.value.probability });
    end ??= loopEnd(made.map(({ id }) => id));
    if (end !== undefined) enough.abort();
  }
}

interface Choice {
  text: string;
  probability: number;
}

/**
 * The model's own answer when KaTeX accepts it, else the likeliest accepted one that differs in a
 * single token; the others that KaTeX accepts are the alternatives, likeliest first.
 */
function choose(written: readonly GeneratedToken[]): { chosen: Choice[]; alternatives: string[] } {
  const own: Choice[] = written.map(({ text, probability }) => ({ text, probability }));
  const ownLatex = spell(own);
  const others = runnersUp(written)
    .slice(0, MAX_CHECKS)
    .map(({ place, choice }) => own.with(place, choice))
    .filter((tokens) => spell(tokens) !== ownLatex && isAccepted(spell(tokens)));
  const repaired = isAccepted(ownLatex) ? undefined : others.shift();
  return { chosen: repaired ?? own, alternatives: others.slice(0, MAX_ALTERNATIVES).map(spell) };
}

const spell = (tokens: readonly Choice[]): string => latexOf(tokens.map(({ text }) => text));

/** Tokens that nearly were written in place of another, the nearest first. */
function runnersUp(written: readonly GeneratedToken[]): { place: number; choice: Choice }[] {
  return written
    .flatMap((token, place) =>
      token.top
        .filter(({ id, text, probability }) => {
          return id !== token.id && text !== '' && probability >= MIN_RUNNER_UP;
        })
        .map(({ text, probability }) => ({
          ...{ place, choice: { text, probability } },
          loss: token.probability / probability,
        })),
    )
    .sort((a, b) => a.loss - b.loss);
}

function isAccepted(latex: string): boolean {
  try {
    katex.renderToString(latex, { displayMode: true, strict: 'ignore', output: 'mathml' });
    return true;
  } catch (error) {
    if (error instanceof katex.ParseError) return false;
    throw error;
  }
}

/** Geometric mean of the probabilities, the stop token's included; 0 when nothing was written. */
function confidenceOf(made: readonly GeneratedToken[], end: GenerateResult): number {
  const probabilities = made.map((token) => token.probability);
  if (end.stopProbability !== null) probabilities.push(end.stopProbability);
  if (made.length === 0) return 0;
  const logs = probabilities.map((p) => Math.log(Math.max(p, 1e-12)));
  return Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
}
