/**
 * Calls of tools as an OpenAI-compatible server streams them: pieces by index, put together and held to what was
 * offered. Pure.
 */
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { MAX_ARGUMENTS, MAX_TOOLS, type Tool, type ToolCall } from '../conversation.ts';
import type { MarginaliaError } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';
import * as problems from './problems.ts';

/** Arguments are JSON text cut anywhere; some servers send the object itself. */
const pieceSchema = v.object({
  index: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0))),
  id: v.nullish(v.string()),
  function: v.nullish(
    v.object({
      name: v.nullish(v.string()),
      arguments: v.nullish(v.union([v.string(), v.record(v.string(), v.unknown())])),
    }),
  ),
});
/** What `tool_calls` of a message or its delta holds. */
export const callPieces = v.nullish(v.array(pieceSchema));
type Piece = v.InferOutput<typeof pieceSchema>;

interface Growing {
  readonly index: number | undefined;
  id: string;
  name: string;
  readonly input: string[];
  length: number;
}

export class ToolCallAssembler {
  readonly #endpoint: Endpoint;
  readonly #calls: Growing[] = [];

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
  }

  get size(): number {
    return this.#calls.length;
  }

  /** @throws MarginaliaError `server-too-long` */
  push(piece: Piece): void {
    const call = this.#meant(piece);
    const { name, arguments: input } = piece.function ?? {};
    if (call.id === '') call.id = piece.id ?? '';
    // Some servers say the name again with each piece.
    if (call.name === '') call.name = name ?? '';
    const text = typeof input === 'string' ? input : input ? JSON.stringify(input) : '';
    call.input.push(text);
    call.length += text.length;
    if (call.length > MAX_ARGUMENTS) throw problems.tooLong(this.#endpoint, 'a call of a tool');
  }

  /**
   * The calls, whole. `cut`: the limit of tokens ended the answer.
   * @throws MarginaliaError `server-bad-call` where a tool was not offered or its arguments are no JSON object
   */
  end(offered: readonly Tool[], cut: boolean): ToolCall[] {
    const taken = new Set<string>();
    return this.#calls.map(({ id, name, input }) => {
      const told = { name: problems.quote(name, 80), detail: '' };
      if (!offered.some((tool) => tool.name === name))
        throw this.#bad({ ...told, kind: 'unknown' });
      const text = input.join('').trim() || '{}';
      const detail = whyNoObject(text);
      if (detail !== undefined)
        throw this.#bad({ ...told, detail, kind: cut ? 'cut' : 'arguments' });
      const own = id === '' || id.length > 256 || taken.has(id) ? freshId() : id;
      taken.add(own);
      return { id: own, name, input: text };
    });
  }

  #bad(told: Parameters<typeof problems.badCall>[1]): MarginaliaError {
    return problems.badCall(this.#endpoint, told);
  }

  /** The call that a piece belongs to; without an index, one with a new id or name begins another. */
  #meant({ index, id, function: called }: Piece): Growing {
    const last = this.#calls.at(-1);
    const same =
      index === undefined || index === null
        ? beginsAnother(last, id ?? '', called?.name ?? '')
          ? undefined
          : last
        : this.#calls.find((call) => call.index === index);
    if (same !== undefined) return same;
    if (this.#calls.length === MAX_TOOLS) throw problems.tooLong(this.#endpoint, 'calls of tools');
    const call = { index: index ?? undefined, id: '', name: '', input: [], length: 0 };
    this.#calls.push(call);
    return call;
  }
}

const beginsAnother = (last: Growing | undefined, id: string, name: string): boolean =>
  last === undefined || (id === '' ? name !== '' : id !== last.id);

/** Some templates take only ids of nine letters and digits. */
const freshId = (): string => randomBytes(6).toString('hex').slice(0, 9);

/** Undefined for the JSON text of an object. */
function whyNoObject(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? undefined : `"${problems.quote(text, 80)}" is no object`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
