import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { gridLimits, headSize, patchValues, readConfig } from '../../../engine/compile/config.ts';
import { MarginaliaError } from '../../../engine/errors.ts';

const phi4 = join(import.meta.dirname, '../../fixtures/phi4/model');

type Changes = Record<string, unknown>;

/** A folder whose config.json is that of Phi-4-reasoning-vision but for some fields. */
async function folder(
  context: TestContext,
  changes: Changes,
  vision: Changes = {},
): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'marginalia-config-'));
  context.after(() => rm(directory, { recursive: true, force: true }));
  await cp(join(phi4, 'config.json'), join(directory, 'config.json'));
  const path = join(directory, 'config.json');
  const config = JSON.parse(await readFile(path, 'utf8')) as { vision_config: Changes };
  const changed = { ...config, ...changes, vision_config: { ...config.vision_config, ...vision } };
  await writeFile(path, JSON.stringify(changed));
  return directory;
}

test('the official config.json is read with the defaults that it leaves to the code', async (context) => {
  const config = await readConfig(phi4);
  assert.equal(headSize(config), 32);
  assert.equal(patchValues(config), 768);
  assert.deepEqual(gridLimits(config), { rows: 640, columns: 640 });
  const vision = config.vision_config;
  assert.ok(vision.model_type === 'siglip2_vision_model');
  assert.deepEqual([vision.num_patches, vision.hidden_act], [256, 'gelu_pytorch_tanh']);
  const other = await readConfig(
    await folder(context, { mm_vision_tower: 'google/siglip2-so400m-patch14-naflex' }),
  );
  assert.equal(patchValues(other), 14 * 14 * 3);
});

test('a config.json that the graphs cannot follow is refused by the name of its field', async (context) => {
  const cases: [Changes, Changes, RegExp][] = [
    [{ model_type: 'phi3' }, {}, /config\.json: model_type is "phi3"/],
    [{ rope_scaling: { type: 'longrope' } }, {}, /rope_scaling/],
    [{ sliding_window: 2047 }, {}, /sliding_window/],
    [{ hidden_act: 'gelu' }, {}, /hidden_act/],
    [{ mm_projector_type: 'linear' }, {}, /mm_projector_type/],
    [{ partial_rotary_factor: 0.3 }, {}, /9 rotary values/],
    [{ num_key_value_heads: 3 }, {}, /4 heads cannot share 3 keys/],
    [{ mm_hidden_size: 97 }, {}, /mm_hidden_size is 97 .* 96/],
    [{ max_position_embeddings: 1e15 }, {}, /max_position_embeddings/],
    [{ vocab_size: 1e12 }, {}, /vocab_size/],
    [{}, { model_type: 'clip_vision_model' }, /vision_config\.model_type is "clip_vision_model"/],
    [{}, { num_attention_heads: 7 }, /96 is no multiple/],
    [{}, { num_patches: 250 }, /250 is no square/],
    [{}, { num_hidden_layers: 1 }, /num_hidden_layers/],
  ];
  for (const [changes, vision, message] of cases) {
    const directory = await folder(context, changes, vision);
    await assert.rejects(readConfig(directory), (error) => {
      assert.ok(error instanceof MarginaliaError);
      assert.equal(error.code, 'model-unsupported');
      assert.match(error.message, message);
      return true;
    });
  }
});
