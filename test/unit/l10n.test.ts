/** Every text that the manifest and the code show can be translated. `npm run l10n` makes it so. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { codeTexts, splitManifest } from '../../extension/packaging/l10n.ts';

const root = join(import.meta.dirname, '..', '..');
const json = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'));

test('the manifest holds keys, and each key has its English text', () => {
  const names = json('package.nls.json') as Record<string, string>;
  const split = splitManifest(json('package.json'), names);
  assert.deepEqual(split.manifest, json('package.json'), 'run npm run l10n');
  assert.deepEqual(split.names, names, 'run npm run l10n');
  for (const [key, text] of Object.entries(names)) assert.doesNotMatch(text, /^%.*%$/, key);
});

test('the bundle holds the texts of the code', () => {
  assert.deepEqual(json('l10n/bundle.l10n.json'), codeTexts(root), 'run npm run l10n');
});

test('texts of models and ids stay what they are', () => {
  const manifest = {
    capabilities: {},
    contributes: {
      commands: [{ command: 'a.b', title: 'Do', category: 'C' }],
      languageModelTools: [{ name: 't', displayName: 'T', modelDescription: 'for models' }],
      views: { box: [{ id: 'a.view', name: 'View' }] },
    },
  };
  const { names, manifest: split } = splitManifest(manifest, {});
  assert.deepEqual(names, {
    'commands.a.b.title': 'Do',
    'languageModelTools.t.displayName': 'T',
    'views.box.a.view.name': 'View',
  });
  assert.match(JSON.stringify(split), /"for models"/);
  assert.deepEqual(splitManifest(split, names), { manifest: split, names });
});
