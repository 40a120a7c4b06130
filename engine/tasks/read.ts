/** The reading task: the bytes of an image in, its formula as LaTeX out. */
import { cancelled } from '../errors.ts';
import { prepareImage } from '../image/prepare.ts';
import type { Reading, ReadingToken } from '../protocol.ts';
import type { FusionModel } from '../runtime/model.ts';
import type { GeneratedToken, GenerateResult, PatchedImage } from '../runtime/types.ts';
import { latexOf, spellTokens } from '../text/latex/index.ts';
import { readingConfidence, tokenConfidence, type Signs } from '../runtime/calibration.ts';
import { choose, isAccepted, type Choice } from './choose.ts';
import { loopEnd } from './loops.ts';

export interface ReadFormulaOptions {
  signal?: AbortSignal;
  /** Hears each token of the first look as the model writes it, before its spacing is settled. */
  onToken?: (token: ReadingToken) => void;
  /** Looks at the image this many times larger than usual, and at no other size. */
  zoom?: number | undefined;
  /** Hears what the confidence rests on: for fitting a calibration. */
  onSigns?: (signs: Signs) => void;
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
  /** Geometric mean of the probabilities, halved for an answer that went round in a loop or that KaTeX refuses. */
  rank: number;
  probabilities: number[];
  sound: boolean;
  end: GenerateResult;
}

/**
 * Reads the formula in an image; the same image always gives the same LaTeX.
 * @throws MarginaliaError for bad images and `cancelled`
 */
export async function readFormula(
  model: FusionModel,
  image: Uint8Array,
  { signal, onToken, zoom, onSigns }: ReadFormulaOptions = {},
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
  const signs = signsOf(best, looks);
  onSigns?.(signs);
  return {
    latex: best.latex,
    confidence: readingConfidence(signs, model.calibration),
    tokens: best.chosen.map((token, i) => ({
      text: texts[i]!,
      confidence: tokenConfidence(token.probability, model.calibration),
    })),
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

/** No formula of the training set has more tokens for its size at any zoom; a runaway ends there. */
function mostTokens({ rows, columns }: PatchedImage): number {
  return Math.min(MAX_TOKENS, 64 + Math.ceil(1.25 * rows * columns));
}

async function look(
  model: FusionModel,
  patches: PatchedImage,
  signal: AbortSignal | undefined,
  onToken?: ReadFormulaOptions['onToken'],
): Promise<Look> {
  const enough = new AbortController();
  const generation = model.generate({
    ...{ images: [patches], prompt: PROMPT, mode: 'nothink', maxTokens: mostTokens(patches) },
    signal: signal === undefined ? enough.signal : AbortSignal.any([signal, enough.signal]),
  });
  const { made, end } = await collect(generation, enough, onToken);
  const looped = enough.signal.aborted;
  if (end.stopReason === 'cancelled' && !looped) throw cancelled();
  const { chosen, alternatives } = choose(made.filter((token) => token.text !== ''));
  const latex = spellTokens(chosen.map((token) => token.text))
    .join('')
    .trim();
  const probabilities = made.map((token) => token.probability);
  if (end.stopProbability !== null) probabilities.push(end.stopProbability);
  const written = latexOf(made.map((token) => token.text));
  const sound = !looped && end.stopReason !== 'length' && isAccepted(written);
  const mean =
    made.length === 0 ? 0 : readingConfidence({ probabilities, disagreement: 0, sound }, null);
  const rank = sound ? mean : mean / 2;
  return {
    chosen,
    latex,
    alternatives,
    rank,
    probabilities: mean ? probabilities : [],
    sound,
    end,
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

/** What tells how far the chosen look can be trusted. */
function signsOf(best: Look, looks: readonly Look[]): Signs {
  const others = looks.filter((other) => other !== best);
  const differing = others.filter(({ latex }) => latex !== best.latex).length;
  const disagreement = others.length ? differing / others.length : 0;
  return { probabilities: best.probabilities, disagreement, sound: best.sound };
}
