/** What a server offers: its models, and whether the chosen one sees the images that it is sent. */
import { randomInt } from 'node:crypto';
import * as v from 'valibot';
import { MarginaliaError } from '../errors.ts';
import { encodePng } from '../image/encode.ts';
import type { ServerModel, ServerProbe } from '../protocol.ts';
import { complete, type Server } from './chat.ts';
import { defaultLimits, exchange } from './exchange.ts';
import * as problems from './problems.ts';

const tokens = v.fallback(v.nullish(v.pipe(v.number(), v.integer(), v.minValue(1))), undefined);
/** Where servers tell the length of a model's context: vLLM, gateways, llama-server; most tell nothing. */
const contexts = {
  ...{ max_model_len: tokens, context_length: tokens },
  meta: v.fallback(v.nullish(v.object({ n_ctx: tokens })), undefined),
};
const modelList = v.object({
  data: v.array(v.object({ id: v.pipe(v.string(), v.nonEmpty()), ...contexts })),
});

/** A list longer than this is of no use to anybody. */
const mostModels = 500;

/** The server's models (GET /models). @throws MarginaliaError `server-…`, `cancelled` */
export async function serverModels(server: Server, signal?: AbortSignal): Promise<ServerModel[]> {
  const { endpoint, key, limits = defaultLimits } = server;
  const chunks: Uint8Array[] = [];
  const short = { ...limits, beginMillis: Math.min(limits.beginMillis, 30_000) };
  await exchange(
    endpoint,
    { path: 'models', key, signal, limits: { ...short, bytes: Math.min(limits.bytes, 4_000_000) } },
    {
      begin: (type) => {
        if (type === 'text/html') throw problems.notAnApi(endpoint, 'it sends a web page');
      },
      take: (chunk) => {
        chunks.push(chunk);
        return false;
      },
    },
  );
  const text = Buffer.concat(chunks).toString('utf8');
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), modelList), text);
  if (!parsed.success)
    throw problems.notAnApi(endpoint, `its list of models reads "${problems.quote(text, 80)}"`);
  return parsed.output.data.slice(0, mostModels).map((model) => {
    const name = problems.quote(model.id, 200);
    const context = model.max_model_len ?? model.context_length ?? model.meta?.n_ctx;
    return context === undefined || context === null ? { name } : { name, context };
  });
}

const colors = {
  red: [220, 20, 20],
  green: [20, 150, 20],
  blue: [20, 40, 220],
  yellow: [240, 220, 20],
} as const;

/**
 * Shows the model four stripes in an order drawn by chance and asks for their colors: one guess in 24
 * is right by luck. Many servers take an image and drop it without a word; this tells.
 */
export async function probeImages(
  server: Server,
  model: string,
  signal?: AbortSignal,
): Promise<ServerProbe> {
  const order = shuffled(Object.keys(colors) as (keyof typeof colors)[]);
  const image = { type: 'image/png' as const, bytes: await stripes(order) };
  const text =
    'The image shows four vertical stripes: red, green, blue and yellow, in some order. ' +
    'Name their colors from left to right, separated by commas. Nothing else.';
  try {
    const asked = { model, text, images: [image], mode: 'nothink', temperature: 0 } as const;
    const { answer } = await complete(server, { ...asked, maxTokens: 512, signal });
    const named = answer.toLowerCase().match(/red|green|blue|yellow/g) ?? [];
    return { images: named.slice(-4).join() === order.join() ? 'seen' : 'unsure', detail: answer };
  } catch (error) {
    const refusal = ['server-refused', 'server-failed', 'server-empty'];
    if (!(error instanceof MarginaliaError) || !refusal.includes(error.code)) throw error;
    return { images: 'refused', detail: error.message };
  }
}

async function stripes(order: readonly (keyof typeof colors)[]): Promise<Buffer> {
  const side = 256;
  const rgb = new Uint8Array(side * side * 3);
  for (let pixel = 0; pixel < side * side; pixel++)
    rgb.set(colors[order[Math.floor(((pixel % side) * 4) / side)]!], pixel * 3);
  return await encodePng(rgb, side, side);
}

function shuffled<T>(values: readonly T[]): T[] {
  const left = [...values];
  return values.map(() => left.splice(randomInt(left.length), 1)[0]!);
}
