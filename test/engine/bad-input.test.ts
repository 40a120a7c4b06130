/** Every input that must get a clear message: what was wrong, what to do, and the rest still read. */
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import sharp from 'sharp';
import { tinyModel } from '../unit/support/tiny-model.ts';
import { cli, lines } from './support/cli.ts';
import { animatedGif, drawing, hugePng, pdfFile } from './support/images.ts';

let directory: string;
let model: string;
const cleanups: (() => unknown)[] = [];
const path = (name: string): string => join(directory, name);

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'marginalia-bad-'));
  model = await tinyModel({ after: (clean) => void cleanups.push(clean as () => unknown) });
  await writeFile(path('good.png'), await drawing());
});

after(async () => {
  await rm(directory, { recursive: true, force: true });
  for (const clean of cleanups) await clean();
});

/** Reads the file between two good ones: they must be read, and it must be named with a reason. */
async function refused(name: string, content: Uint8Array | null, message: RegExp): Promise<void> {
  if (content !== null) await writeFile(path(name), content);
  const files = [path('good.png'), path(name), path('good.png')];
  const { code, stdout, stderr } = await cli(['read', ...files, '--model', model]);
  const complaint = lines(stderr).find((line) => line.startsWith(path(name)));
  assert.match(complaint ?? stderr, message);
  assert.equal(code, 2);
  assert.equal(lines(stdout).length, 2);
}

/** Reads the file: it must give what the same picture gives as a plain PNG. */
async function accepted(name: string, content: Uint8Array): Promise<void> {
  await writeFile(path(name), content);
  const { code, stdout, stderr } = await cli([
    'read',
    path('good.png'),
    path(name),
    '--model',
    model,
  ]);
  assert.equal(code, 0, stderr);
  const [plain, other] = lines(stdout);
  assert.equal(other, plain);
}

test('a missing file', () => refused('missing.png', null, /no such file.*Check the path/i));

test('an empty file', () => refused('empty.png', new Uint8Array(), /is empty.*again/));

test('text renamed to .png', () =>
  refused('text.png', Buffer.from('dear diary,\n'), /holds text, not an image.*Give an image/));

test('a truncated PNG', async () => {
  const png = await drawing(400, 300);
  await refused(
    'cut.png',
    png.subarray(0, png.length - 60),
    /PNG file is damaged or cut short.*again/,
  );
});

test('a truncated JPEG', async () => {
  const jpeg = await sharp(await drawing(400, 300))
    .jpeg()
    .toBuffer();
  await refused('cut.jpg', jpeg.subarray(0, jpeg.length / 2), /JPEG file is damaged or cut short/);
});

test('a truncated BMP', () =>
  refused(
    'cut.bmp',
    Buffer.concat([Buffer.from('BM'), Buffer.alloc(40, 1)]),
    /BMP file is cut short/,
  ));

test('a 1×1 image', async () => {
  const dot = { create: { width: 1, height: 1, channels: 3 as const, background: '#000' } };
  await refused('dot.png', await sharp(dot).png().toBuffer(), /1×1 pixels, too small/);
});

test('an image of nothing', async () => {
  const blank = { create: { width: 80, height: 40, channels: 3 as const, background: '#fed' } };
  await refused(
    'blank.png',
    await sharp(blank).png().toBuffer(),
    /Nothing in the image stands out/,
  );
});

test('a 30000×30000 PNG of a few kilobytes, refused before it is decoded', async () => {
  const huge = hugePng();
  assert.ok(huge.length < 10_000);
  await refused('huge.png', huge, /30000×30000 pixels, more than the limit.*Crop it/);
});

test('a PDF given as an image', () =>
  refused('paper.png', pdfFile(), /PDF document, not an image.*pdftoppm/));

test('a 16-bit image is read', async () => {
  const deep = sharp(await drawing())
    .toColourspace('rgb16')
    .png();
  await accepted('deep.png', await deep.toBuffer());
});

test('a palette image is read', async () => {
  const few = sharp(await drawing()).png({ palette: true, colours: 4 });
  await accepted('palette.png', await few.toBuffer());
});

test('a CMYK image is read', async () => {
  const print = sharp(await drawing())
    .toColourspace('cmyk')
    .jpeg({ quality: 100 });
  const bytes = await print.toBuffer();
  assert.equal((await sharp(bytes).metadata()).space, 'cmyk');
  await accepted('print.jpg', bytes);
});

test('an animated GIF is read by its first frame', async () => {
  const gif = await animatedGif(await drawing());
  assert.equal((await sharp(gif).metadata()).pages, 2);
  await accepted('moving.gif', gif);
});

test('an image from standard input', async () => {
  const { code, stdout } = await cli(['read', '-', '--model', model], await drawing());
  assert.equal(code, 0);
  assert.equal(lines(stdout).length, 1);
});

/** Reads a good file with a broken model: exit code 1, nothing on standard output, a reason. */
async function brokenModel(folder: string, message: RegExp): Promise<void> {
  const { code, stdout, stderr } = await cli(['read', path('good.png'), '--model', folder]);
  assert.match(stderr, message);
  assert.equal(code, 1);
  assert.equal(stdout, '');
}

test('a missing model folder', () =>
  brokenModel(path('nowhere'), /no model in .*nowhere.*Check the folder/));

test('a corrupt model file', async () => {
  const folder = path('corrupt');
  await cp(model, folder, { recursive: true });
  await rm(join(folder, 'onnx'), { recursive: true, force: true });
  await truncate(join(folder, 'model.safetensors'), 10_000);
  await brokenModel(folder, /model\.safetensors is damaged.*Restore/);
});

test('a model folder whose config.json is not JSON', async () => {
  const folder = path('mangled');
  await cp(model, folder, { recursive: true });
  await writeFile(join(folder, 'config.json'), '{"model_type": ');
  await brokenModel(folder, /config\.json is damaged/);
});

test('a model folder of another architecture', async () => {
  const folder = path('other');
  await cp(model, folder, { recursive: true });
  const config = JSON.parse(await readFile(join(model, 'config.json'), 'utf8')) as object;
  await writeFile(join(folder, 'config.json'), JSON.stringify({ ...config, model_type: 'llava' }));
  await brokenModel(folder, /not one that the engine can run.*phi4-siglip/s);
});
