/** How an answer is written in each mode, by the model's own generation settings. Pure. */
import type { AskJob } from '../backends/backend.ts';
import type { FusionModel } from '../runtime/model.ts';
import type { GenerateRequest } from '../runtime/types.ts';

/** Where the model's folder does not say: what its makers evaluate with, and a fourth of it without thought. */
const MAX_TOKENS = { auto: 4096, think: 4096, nothink: 1024 } as const;
/** The share of the tokens that is left for the answer when a thought takes all it can. */
const ANSWER_SHARE = 0.25;

/**
 * Thinking draws at random as generation_config.json says, for a greedy thought goes round in loops;
 * without thought the likeliest answer is wanted. The same seed gives the same answer.
 */
export function askSettings(
  { generation }: Pick<FusionModel, 'generation'>,
  { mode, maxTokens: wanted, temperature, seed = 0 }: AskJob,
): Pick<GenerateRequest, 'maxTokens' | 'thoughtTokens' | 'sampling'> {
  const maxTokens = wanted ?? generation.maxTokens ?? MAX_TOKENS[mode];
  const own = mode === 'nothink' ? undefined : generation.sampling;
  const drawn =
    temperature === undefined ? own : { temperature, topP: generation.sampling?.topP ?? 1 };
  return {
    maxTokens,
    thoughtTokens: Math.max(Math.floor(maxTokens * (1 - ANSWER_SHARE)), 1),
    sampling: drawn === undefined ? undefined : { ...drawn, seed },
  };
}
