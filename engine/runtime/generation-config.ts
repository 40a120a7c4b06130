import * as v from 'valibot';
import type { ModelConfig } from '../compile/config.ts';
import { modelUnsupported } from '../errors.ts';
import { readModelJson } from '../files.ts';
import type { Sampling } from './types.ts';

/** How a model is meant to write, as its generation_config.json says. */
export interface GenerationConfig {
  readonly stopIds: ReadonlySet<number>;
  /** Undefined where the model is meant to be greedy. */
  readonly sampling: Omit<Sampling, 'seed'> | undefined;
  readonly maxTokens: number | undefined;
  /** What the model was trained for (`read`, `ask`, `solve`); undefined where its folder does not say. */
  readonly tasks: readonly string[] | undefined;
  /** Of a model that was trained on problems with pictures; undefined for one that is told what to do in words. */
  readonly solve?: SolveForm | undefined;
  /** The folder inside this model's own in which the model lies that solves in its place. */
  readonly solver?: string | undefined;
}

/** How a model tells places, as its generation_config.json has it: ids from `first` on, each a step further. */
export interface PlaceForm {
  readonly across: { readonly first: number; readonly count: number };
  readonly down: { readonly first: number; readonly count: number };
  /** Pixels of a step, in the picture as the model is shown it. */
  readonly pixels: number;
}

/** How a model that was trained to solve problems is asked, and how it writes. */
export interface SolveForm {
  /** Of the user's turn: `<image>` once, and `{question}` where the question goes. */
  readonly prompt: string;
  /** The mode where the person leaves it to the model. */
  readonly auto: 'think' | 'nothink';
  readonly maxTokens: number;
  /** Larger pictures than those of its training are shown smaller. */
  readonly maxPatches: number;
  /** Of the letters of labels, in pixels: what they are brought to when they are outside of the range. */
  readonly xHeight: number;
  readonly xHeightRange: readonly [number, number];
  /** How it tells where in the picture it reads what; undefined of one that does not. */
  readonly places?: PlaceForm | undefined;
}

const id = v.pipe(v.number(), v.integer(), v.minValue(0));
const positive = v.pipe(v.number(), v.gtValue(0));
const positiveInteger = v.pipe(v.number(), v.integer(), v.minValue(1));
/** Each field for itself: one that makes no sense is as one that is not there. */
const field = <T>(schema: v.GenericSchema<unknown, T>) => v.fallback(v.nullish(schema), undefined);

const steps = v.object({ first: id, count: positiveInteger });

const schema = v.object({
  eos_token_id: field(v.union([id, v.array(id)])),
  do_sample: field(v.boolean()),
  temperature: field(positive),
  top_p: field(v.pipe(positive, v.maxValue(1))),
  max_new_tokens: field(positiveInteger),
  tasks: field(v.array(v.string())),
  // A name and no path: a model file leads to nothing outside of its folder.
  companions: field(v.object({ solve: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,39}$/)) })),
  solve: field(
    v.object({
      prompt: v.pipe(v.string(), v.includes('<image>'), v.includes('{question}')),
      auto: v.picklist(['think', 'nothink']),
      max_new_tokens: positiveInteger,
      max_num_patches: positiveInteger,
      x_height: positive,
      x_height_range: v.tuple([positive, positive]),
      places: field(v.object({ across: steps, down: steps, pixels: positive })),
    }),
  ),
});

/**
 * `tokenizerStop` is the stop token that the tokenizer knows by its text.
 * Throws `model-missing`, `model-corrupt`, or `model-unsupported` when no stop token is named anywhere.
 */
export async function readGenerationConfig(
  directory: string,
  config: ModelConfig,
  tokenizerStop?: number,
): Promise<GenerationConfig> {
  const parsed = v.safeParse(schema, await readModelJson(directory, 'generation_config.json'));
  const found = parsed.success ? parsed.output : {};
  const ids = found.eos_token_id ?? config.eos_token_id;
  const stopIds = new Set(typeof ids === 'number' ? [ids] : (ids ?? []));
  if (tokenizerStop !== undefined) stopIds.add(tokenizerStop);
  if (stopIds.size === 0)
    throw modelUnsupported(
      directory,
      'none of generation_config.json, config.json and tokenizer_config.json names a stop token',
    );
  const drawn = found.do_sample === true;
  const { solve } = found;
  return {
    stopIds,
    sampling: drawn ? { temperature: found.temperature ?? 1, topP: found.top_p ?? 1 } : undefined,
    maxTokens: found.max_new_tokens ?? undefined,
    tasks: found.tasks ?? undefined,
    solver: found.companions?.solve,
    solve: solve
      ? {
          ...{ prompt: solve.prompt, auto: solve.auto },
          ...{ maxTokens: solve.max_new_tokens, maxPatches: solve.max_num_patches },
          ...{ xHeight: solve.x_height, xHeightRange: solve.x_height_range },
          places: solve.places ?? undefined,
        }
      : undefined,
  };
}
