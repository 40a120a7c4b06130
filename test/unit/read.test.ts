/** The reading task over a model that says what it is told to: repair, alternatives, confidence. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { FusionModel } from '../../engine/runtime/model.ts';
import type { GeneratedToken, GenerateRequest } from '../../engine/runtime/types.ts';
import { readFormula } from '../../engine/tasks/read.ts';
import { katexRefusal } from '../../engine/text/latex/index.ts';
import { drawing } from '../engine/support/images.ts';

/** Text and probability of a token, then of those that nearly took its place. */
type Said = [string, number, ...[string, number][]];

const ids = new Map<string, number>();
const idOf = (text: string): number => ids.get(text) ?? (ids.set(text, ids.size), ids.size - 1);
const candidate = ([text, probability]: [string, number]) => ({
  id: idOf(text),
  text,
  probability,
});

const requests: GenerateRequest[] = [];

function modelSaying(said: readonly Said[], stopProbability: number | null = 1): FusionModel {
  return {
    info: {
      name: 'parrot',
      architecture: 'phi4-siglip',
      device: 'cpu',
      deviceReason: '',
      parameters: 0,
      context: 99,
    },
    imageProcessor: {
      ...{ image_processor_type: 'MarginaliaImageProcessor', num_channels: 1 },
      ...{ patch_height: 16, patch_width: 8, rescale_factor: 1 / 255 },
      ...{ image_mean: [1], image_std: [-1], padding: 4, x_height: 6.5, x_height_range: [5, 9.5] },
      ...{ min_num_patches: 1, max_num_patches: 1536 },
    },
    grid: { rows: 64, columns: 256 },
    generation: { stopIds: new Set(), sampling: undefined, maxTokens: 512, tasks: undefined },
    calibration: null,
    async *generate(request) {
      requests.push(request);
      for (const [text, probability, ...others] of said) {
        await Promise.resolve();
        if (request.signal?.aborted === true) break;
        const own = candidate([text, probability]);
        yield { ...own, top: [own, ...others.map(candidate)] } satisfies GeneratedToken;
      }
      return {
        stopReason: request.signal?.aborted === true ? 'cancelled' : 'end',
        ...{ stopProbability, visualTokens: request.images[0]!.rows * request.images[0]!.columns },
        ...{ promptTokens: 5, millis: { vision: 1, prefill: 2, decode: 3 } },
      };
    },
    dispose: () => Promise.resolve(),
  };
}

let image: Buffer;
before(async () => {
  image = await drawing();
});

test('joins the tokens as LaTeX, each with its own text and confidence', async () => {
  const said: Said[] = [
    ['\\frac ', 0.9],
    ...['{', '\\alpha ', 'x', '}', '{', '2', '}'].map((text): Said => [text, 1]),
  ];
  const reading = await readFormula(modelSaying(said), image);
  assert.equal(reading.latex, '\\frac{\\alpha x}{2}');
  assert.equal(reading.tokens.map(({ text }) => text).join(''), reading.latex);
  assert.equal(reading.tokens[0]?.confidence, 0.9);
  assert.deepEqual(reading.alternatives, []);
  assert.equal(reading.model, 'parrot');
  assert.equal(reading.millis.generate, 5);
  assert.ok(reading.visualTokens > 0);
});

test('a size that is asked for is the only one looked at', async () => {
  const from = requests.length;
  const usual = await readFormula(modelSaying([['x', 1]]), image);
  const larger = await readFormula(modelSaying([['x', 0.3]]), image, { zoom: 1.5 });
  assert.equal(requests.length - from, 2, 'no second look, however unsure');
  assert.ok(larger.visualTokens > usual.visualTokens);
});

test('asks with the picture, in the mode without thought', async () => {
  await readFormula(modelSaying([['x', 1]]), image);
  const request = requests.at(-1)!;
  assert.equal(request.mode, 'nothink');
  assert.deepEqual(request.prompt, [{ role: 'user', content: '<image><|latex|>' }]);
  assert.equal(request.images.length, 1);
});

test('offers what was nearly written, likeliest first, when KaTeX accepts it', async () => {
  const said: Said[] = [
    ['x', 0.6, ['\\chi ', 0.3], ['}', 0.1]],
    ['=', 1],
    ['0', 0.5, ['o', 0.45], ['O', 0.01]],
  ];
  const reading = await readFormula(modelSaying(said), image);
  assert.equal(reading.latex, 'x=0');
  assert.deepEqual(reading.alternatives, ['x=o', '\\chi=0']);
});

test('mends by one token what KaTeX refuses', async () => {
  const said: Said[] = [
    ['x', 1],
    ['^', 0.9],
    ['2', 0.9],
    ['^', 0.5, ['+', 0.4]],
    ['3', 1],
  ];
  const reading = await readFormula(modelSaying(said), image);
  assert.equal(reading.latex, 'x^2+3');
  assert.equal(reading.tokens[3]?.confidence, 0.4);
});

test('closes what the model left open when no other token mends it', async () => {
  const reading = await readFormula(
    modelSaying([
      ['\\frac ', 1],
      ['{', 1],
    ]),
    image,
  );
  assert.equal(katexRefusal(reading.latex), null);
});

test('confidence is the geometric mean, the end included; nothing written is no confidence', async () => {
  const reading = await readFormula(modelSaying([['x', 0.5]], 0.125), image);
  assert.ok(Math.abs(reading.confidence - 0.25) < 1e-9);
  assert.equal((await readFormula(modelSaying([]), image)).confidence, 0);
});

test('an answer that goes round in a loop is stopped and cut', async () => {
  const said: Said[] = [['y', 1], ['=', 1], ...Array.from({ length: 200 }, (): Said => ['d', 0.9])];
  const streamed: string[] = [];
  const onToken = ({ text }: { text: string }) => void streamed.push(text);
  const reading = await readFormula(modelSaying(said, null), image, { onToken });
  assert.equal(reading.latex, 'y=d');
  assert.ok(streamed.length < 60);
});

test('a cancelled reading is an error', async () => {
  const abort = new AbortController();
  const said: Said[] = [
    ['x', 1],
    ['y', 1],
  ];
  const options = { signal: abort.signal, onToken: () => abort.abort() };
  await assert.rejects(readFormula(modelSaying(said), image, options), { code: 'cancelled' });
});
