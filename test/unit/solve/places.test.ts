/** Places that a solver tells between its words: heard, brought to the picture, and kept with their facts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeImage } from '../../../engine/image/decode.ts';
import { prepareImage } from '../../../engine/image/prepare.ts';
import type { GrayProcessorConfig } from '../../../engine/runtime/image-processor.ts';
import type { PlaceForm } from '../../../engine/runtime/generation-config.ts';
import type { Frame } from '../../../engine/runtime/types.ts';
import { placeIds, PlaceReader } from '../../../engine/solve/places.ts';
import { listedFacts, toldFacts } from '../../../engine/solve/told.ts';
import sharp from 'sharp';

const form: PlaceForm = {
  across: { first: 1000, count: 250 },
  down: { first: 1250, count: 120 },
  pixels: 8,
};
const frame: Frame = { left: -0.01, top: 0, across: 1 / 400, down: 1 / 200 };

test('a place is the middle of its step, in shares of the picture', () => {
  const reader = new PlaceReader(form, frame);
  assert.equal(reader.hear(1010, 'Facts: '), true);
  assert.equal(reader.hear(1252, 'Facts: '), true);
  assert.equal(reader.hear(42, 'Facts: '), false);
  assert.deepEqual(reader.places, [{ x: -0.01 + 84 / 400, y: 20 / 200, at: 7 }]);
});

test('what was heard is told in the same tokens; what is out of reach in none', () => {
  for (const [across, down] of [
    [1000, 1250],
    [1017, 1303],
    [1049, 1274],
  ] as const) {
    const reader = new PlaceReader(form, frame);
    for (const id of [across, down]) reader.hear(id, 'Facts: ');
    const [place] = reader.places;
    // A place is kept inside of the picture, which the last step may reach beyond.
    if (place!.x > 0 && place!.x < 1 && place!.y < 1)
      assert.deepEqual(placeIds(place!, form, frame), [across, down]);
  }
  assert.deepEqual(placeIds({ x: 0.5, y: 0.5 }, { ...form, pixels: 0.01 }, frame), []);
  assert.deepEqual(placeIds({ x: -0.5, y: 0.5 }, form, frame), []);
});

test('half a place is none, and no place is outside of the picture', () => {
  const reader = new PlaceReader(form, frame);
  for (const id of [1003, 42, 1254, 1004, 1005, 1255, 1249, 1369, 1000, 1250]) reader.hear(id, '');
  assert.deepEqual(
    reader.places.map(({ x, y }) => [x.toFixed(3), y.toFixed(3)]),
    [
      ['0.100', '0.220'],
      ['1.000', '1.000'],
      ['0.000', '0.020'],
    ],
  );
});

test('a fact begins nowhere where one has begun, and may have its value anywhere', () => {
  const reader = new PlaceReader(form, frame);
  const first = 'Facts: ';
  for (const id of [1010, 1260]) reader.hear(id, first);
  const second = `${first}$a=2$; `;
  reader.hear(1011, second);
  assert.equal(reader.allows(1259, second), false);
  assert.equal(reader.allows(1261, second), false);
  assert.equal(reader.allows(1262, second), true);
  assert.equal(reader.allows(42, second), true);
  assert.equal(reader.allows(1260, `${second}$b=`), true);
  reader.hear(42, second);
  assert.equal(reader.allows(1260, second), true, 'half a place is told in full');
});

test('a number that was read is no other named fact, and names are not interrupted', () => {
  const reader = new PlaceReader(form, frame);
  const first = 'Facts: ';
  assert.equal(reader.isPlaced(first), undefined);
  for (const id of [1010, 1260]) reader.hear(id, first);
  const named = `${first}$\\text {tea}=`;
  assert.equal(reader.allows(1010, `${first}$\\text {te`), false);
  assert.equal(reader.allows(1010, named), true);
  for (const id of [1020, 1270]) reader.hear(id, named);
  const second = `${named}12$; `;
  assert.equal(reader.isPlaced(`${named}1`), true);
  assert.equal(reader.isPlaced(`${second}$x=1`), false);
  reader.hear(1020, second);
  assert.equal(reader.allows(1270, second), false);
  assert.equal(reader.allows(1270, second.replace('\\text {tea}', 'a')), true);
});

test('places belong to the facts before which and in which they were told', () => {
  const thought = 'Facts: $\\text{tea}=12$; $n=40$ (question); $A=(-1, 2)$. Sum: <<12+40>>=52.';
  const at = (text: string): number => thought.indexOf(text);
  const told = [at('$\\text'), at('12'), at('$A'), at('(-1'), at('<<')].map((place, i) => ({
    ...{ x: i / 10, y: 0.5, at: place },
  }));
  const places = listedFacts(thought, told).map((each) => each.places);
  assert.deepEqual(
    places.map((each) => each.map(({ x }) => x)),
    [[0, 0.1], [], [0.2, 0.3]],
  );
  const facts = toldFacts(thought, places);
  assert.deepEqual(
    facts.map(({ symbol, places: of }) => [symbol, of?.map(({ x }) => x)]),
    [
      ['n_tea', [0, 0.1]],
      ['n', undefined],
      ['x_A', [0.2, 0.3]],
      ['y_A', [0.2, 0.3]],
    ],
  );
  assert.deepEqual(listedFacts('No list here.', told), []);
});

test('the frame leads from the pixels that a model is shown back to the picture', async () => {
  // A square of ink with its middle at 3/4 and 1/3 of a picture with wide margins.
  const square = { input: await ink(60, 60), left: 600 - 30, top: 200 - 30 };
  const other = { input: await ink(6, 6), left: 100, top: 500 };
  const bytes = await sharp({
    create: { width: 800, height: 600, channels: 3, background: '#fff' },
  })
    .composite([square, other])
    .png()
    .toBuffer();
  const picture = await decodeImage(bytes);
  const processor: GrayProcessorConfig = {
    ...{ image_processor_type: 'MarginaliaImageProcessor', num_channels: 1 },
    ...{ patch_height: 16, patch_width: 8, rescale_factor: 1 / 255 },
    ...{ image_mean: [1], image_std: [-1], padding: 4, x_height: 7, x_height_range: [5, 10] },
    ...{ min_num_patches: 1, max_num_patches: 600, figure: true },
  };
  const prepared = await prepareImage(bytes, processor, { rows: 64, columns: 256 });
  for (const patches of [prepared.patches, prepared.zoomed(0.87)]) {
    const { columns, pixelValues, frame: found } = patches;
    let [sum, across, down] = [0, 0, 0];
    for (let i = 0; i < pixelValues.length; i++) {
      const patch = Math.floor(i / 128);
      const x = (patch % columns) * 8 + (i % 8) + 0.5;
      const y = Math.floor(patch / columns) * 16 + Math.floor((i % 128) / 8) + 0.5;
      const weight = pixelValues[i]!;
      [sum, across, down] = [sum + weight, across + weight * x, down + weight * y];
    }
    // The ink's center of mass, a hundredth of it from the small square.
    const [x, y] = [
      found!.left + (across / sum) * found!.across,
      found!.top + (down / sum) * found!.down,
    ];
    const share = 36 / (3600 + 36);
    assert.ok(Math.abs(x - (600 * (1 - share) + 103 * share) / picture.width) < 0.005, `${x}`);
    assert.ok(Math.abs(y - (200 * (1 - share) + 503 * share) / picture.height) < 0.005, `${y}`);
  }
});

const ink = async (width: number, height: number): Promise<Buffer> =>
  await sharp({ create: { width, height, channels: 3, background: '#000' } })
    .png()
    .toBuffer();
