/** The reading task: the bytes of an image in, its formula as LaTeX out. */
import { cancelled } from '../errors.ts';
import { prepareImage } from '../image/prepare.ts';
import type { Reading, ReadingToken } from '../protocol.ts';
import type { FusionModel } from '../runtime/model.ts';
import type { GeneratedToken, GenerateResult, PatchedImage } from '../runtime/types.ts';
import { spellTokens } from '../text/latex/index.ts';
import { choose, isAccepted, type Choice } from './choose.ts';
import { loopEnd } from './loops.ts';

export interface ReadFormulaOptions {
  signal?: AbortSignal;
  /** Hears each token of the first look as the model writes it, before its spacing is settled. */
  onToken?: (token: ReadingToken) => void;
  /** Looks at the image this many times larger than usual, and at no other size. */
  zoom?: number | undefined;
}

/** What the bundled model was trained to answer with LaTeX alone. */
const PROMPT = [{ role: 'user', content: '<image><|latex|>' }] as const;
/** Longer than any formula of the training set by half. */
const MAX_TOKENS = 512;
const MAX_ALTERNATIVES = 4;
/** A reading less sure than this is tried again at other sizes; the surest one wins. */
const SECOND_LOOK_BELOW = 0.95;
const ZOOMS = [1.25, 0.82];

/** What the model made of the picture at one size. */
interface Look {
  chosen: Choice[];
  latex: string;
  alternatives: string[];
  confidence: number;
  /** Confidence, halved for an answer that went round in a loop or that KaTeX refuses. */
  rank: number;
  end: GenerateResult;
}

/**
 * Reads the formula in an image; the same image always gives the same LaTeX.
 * @throws MarginaliaError for bad images and `cancelled`
 */
export async function readFormula(
  model: FusionModel,
  image: Uint8Array,
  { signal, onToken, zoom }: ReadFormulaOptions = {},
): Promise<Reading> {
  const start = performance.now();
  const prepared = await prepareImage(image, model.imageProcessor, model.grid);
  const decode = performance.now() - start;
  const first = zoom === undefined ? prepared.patches : prepared.zoomed(zoom);
  const looks = [await look(model, first, signal, onToken)];
  if (zoom === undefined && looks[0]!.rank < SECOND_LOOK_BELOW)
    for (const other of ZOOMS) looks.push(await look(model, prepared.zoomed(other), signal));
  const best = looks.reduce((a, b) => (b.rank > a.rank ? b : a));
  const others = looks
    .map(({ latex }) => latex)
    .filter((latex) => latex !== '' && isAccepted(latex));
  const alternatives = new Set([...others, ...best.alternatives]);
  alternatives.delete(best.latex);
  const texts = spellTokens(best.chosen.map((token) => token.text));
  const sum = (part: (millis: GenerateResult['millis']) => number): number =>
    looks.reduce((total, { end }) => total + part(end.millis), 0);
  return {
    latex: best.latex,
    confidence: best.confidence,
    tokens: best.chosen.map((token, i) => ({ text: texts[i]!, confidence: token.probability })),
    alternatives: [...alternatives].slice(0, MAX_ALTERNATIVES),
    ...{ width: prepared.width, height: prepared.height, visualTokens: best.end.visualTokens },
    millis: {
      decode,
      vision: sum(({ vision }) => vision),
      generate: sum(({ prefill, decode: steps }) => prefill + steps),
      total: performance.now() - start,
    },
    device: model.info.device,
    model: model.info.name,
  };
}

async function look(
  model: FusionModel,
  patches: PatchedImage,
  signal: AbortSignal | undefined,
  onToken?: ReadFormulaOptions['onToken'],
): Promise<Look> {
  const enough = new AbortController();
  const generation = model.generate({
    ...{ images: [patches], prompt: PROMPT, mode: 'nothink', maxTokens: MAX_TOKENS },
    signal: signal === undefined ? enough.signal : AbortSignal.any([signal, enough.signal]),
  });
  const { made, end } = await collect(generation, enough, onToken);
  const looped = enough.signal.aborted;
  if (end.stopReason === 'cancelled' && !looped) throw cancelled();
  const { chosen, alternatives } = choose(made.filter((token) => token.text !== ''));
  const latex = spellTokens(chosen.map((token) => token.text))
    .join('')
    .trim();
  const confidence = confidenceOf(made, end);
  const rank =
    looped || end.stopReason === 'length' || !isAccepted(latex) ? confidence / 2 : confidence;
  return { chosen, latex, alternatives, confidence, rank, end };
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

/** Geometric mean of the probabilities, the stop token's included; 0 when nothing was written. */
function confidenceOf(made: readonly GeneratedToken[], end: GenerateResult): number {
  const probabilities = made.map((token) => token.probability);
  if (end.stopProbability !== null) probabilities.push(end.stopProbability);
  if (made.length === 0) return 0;
  const logs = probabilities.map((p) => Math.log(Math.max(p, 1e-12)));
  return Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
}
