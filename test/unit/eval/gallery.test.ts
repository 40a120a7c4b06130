import assert from 'node:assert/strict';
import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import sharp from 'sharp';
import { worstReadings, writeGallery, type Exhibit } from '../../../engine/eval/gallery.ts';
import { scoreReading } from '../../../engine/eval/score.ts';
import { changeImage } from '../../../engine/image/variants.ts';

const exhibit = (directory: string, file: string, label: string, latex: string): Exhibit => ({
  ...{ directory, set: 'set', as: 'zoom=2' },
  change: (image) => changeImage(image, { zoom: 2 }),
  row: {
    ...{ file, label, latex, score: scoreReading(label, latex) },
    ...{ confidence: 0.25, millis: 1, error: null },
  },
});

async function withFolder(body: (root: string) => Promise<void>): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'marginalia-gallery-'));
  try {
    await mkdir(join(root, 'set'));
    const picture = sharp({ create: { width: 30, height: 10, channels: 3, background: '#fff' } });
    await writeFile(join(root, 'set', 'a.png'), await picture.png().toBuffer());
    await writeFile(join(root, 'secret.png'), await picture.png().toBuffer());
    await body(root);
  } finally {
    await rm(root, { recursive: true });
  }
}

test('the worst come first, and what looks right does not come at all', () => {
  const all = [
    exhibit('d', 'right', 'x^2', 'x^{2}'),
    exhibit('d', 'near', 'a+b+c', 'a+b+d'),
    exhibit('d', 'far', 'a+b+c', '\\frac{1}{2}'),
  ];
  const names = (count: number) => worstReadings(all, count).map(({ row }) => row.file);
  assert.deepEqual(names(12), ['far', 'near']);
  assert.deepEqual(names(1), ['far']);
});

test('a gallery shows the picture as it was read beside label and reading', async () => {
  await withFolder(async (root) => {
    const file = join(root, 'card', 'gallery.md');
    await writeGallery(file, [exhibit(join(root, 'set'), 'a.png', 'x^2', '```\n<b>')]);
    const text = await readFile(file, 'utf8');
    const [, picture] = /!\[.*\]\((.*)\)/.exec(text) ?? [];
    assert.equal(picture, 'gallery-pictures/1-set-a.png.png');
    const { width } = await sharp(join(root, 'card', picture)).metadata();
    assert.equal(width, 60);
    assert.ok(text.includes('## 1. `set/a.png`, as zoom=2'));
    assert.ok(text.includes('```latex\nx^2\n```'));
    // The reading cannot close its own block.
    assert.ok(text.includes('````latex\n```\n<b>\n````'));
  });
});

test('a gallery that is written anew takes its own pictures away, and nothing else', async () => {
  await withFolder(async (root) => {
    const [file, pictures] = [join(root, 'card', 'g.md'), join(root, 'card', 'g-pictures')];
    const set = join(root, 'set');
    await writeGallery(file, [exhibit(set, 'a.png', 'x', 'y'), exhibit(set, 'a.png', 'x', 'z')]);
    await writeFile(join(pictures, 'mine.png'), 'kept');
    await appendFile(file, '\n![](g-pictures/../../set/a.png)\n![](g-pictures/..)\n');
    await writeGallery(file, [exhibit(set, 'a.png', 'x', 'y')]);
    assert.deepEqual((await readdir(pictures)).toSorted(), ['1-set-a.png.png', 'mine.png']);
    assert.deepEqual(await readdir(set), ['a.png']);
  });
});

test('nothing is copied from outside the folder of the set', async () => {
  await withFolder(async (root) => {
    await symlink(join(root, 'secret.png'), join(root, 'set', 'link.png'));
    for (const file of ['../secret.png', 'link.png']) {
      const bad = [exhibit(join(root, 'set'), file, 'x', 'y')];
      await assert.rejects(writeGallery(join(root, 'out', 'g.md'), bad), {
        code: 'bad-input',
        message: /outside/,
      });
    }
    assert.ok(!(await readdir(root)).includes('out'));
  });
});

test('a gallery that cannot be written says why', async () => {
  await withFolder(async (root) => {
    await writeFile(join(root, 'file'), '');
    await assert.rejects(writeGallery(join(root, 'file', 'g.md'), []), { code: 'bad-input' });
  });
});
