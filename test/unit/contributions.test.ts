/** The ids in the code and those in the manifest are the same ids. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  commands,
  contextKeys,
  machineSettings,
  imageExtensions,
  panels,
  pdfCommands,
  settings,
  views,
} from '../../extension/contributions.ts';

const root = join(import.meta.dirname, '..', '..');

interface Manifest {
  icon: string;
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
  contributes: {
    commands: { command: string; title: string; category: string }[];
    menus: Record<string, { command: string; when: string }[]>;
    configuration: { properties: Record<string, { scope: string; default: unknown }> };
    views: Record<string, { id: string; type: string; icon: string }[]>;
    viewsContainers: { activitybar: { id: string; icon: string }[] };
    walkthroughs: { steps: { description: string; media: { image: string; altText: string } }[] }[];
  };
}

const names = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as Record<
  string,
  string
>;
/** The manifest as a person sees it: with the English texts in the place of their keys. */
const manifest = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
  (_, value: unknown) =>
    typeof value === 'string'
      ? value.replace(/^%(.+)%$/, (whole, key: string) => names[key] ?? whole)
      : value,
) as Manifest;
const { contributes } = manifest;
const sorted = (ids: readonly string[]): string[] => [...ids].sort();

test('every command is declared, and every declared command is registered', () => {
  assert.deepEqual(
    sorted(contributes.commands.map(({ command }) => command)),
    sorted([...Object.values(commands), ...Object.values(pdfCommands)]),
  );
  for (const { category } of contributes.commands) assert.equal(category, 'Marginalia');
});

test('settings, views and containers are the declared ones', () => {
  const { properties } = contributes.configuration;
  assert.deepEqual(sorted(Object.keys(properties)), sorted(Object.values(settings)));
  assert.deepEqual(Object.keys(contributes.views), [views.container]);
  assert.equal(contributes.viewsContainers.activitybar[0]?.id, views.container);
  assert.equal(contributes.views[views.container]?.[0]?.id, views.readings);
});

test('what chooses the model or the device cannot come from a workspace', () => {
  for (const id of machineSettings) {
    assert.equal(contributes.configuration.properties[id]?.scope, 'machine', id);
  }
  assert.deepEqual(
    sorted(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations),
    sorted(machineSettings),
  );
});

test('menus name known commands, and offer reading on exactly the images that can be read', () => {
  const known = new Set<string>([...Object.values(commands), ...Object.values(pdfCommands)]);
  for (const [menu, items] of Object.entries(contributes.menus)) {
    for (const { command, when } of items) {
      assert.ok(known.has(command), `${menu}: ${command}`);
      for (const [, id] of when.matchAll(/activeWebviewPanelId == '([^']+)'/g)) {
        assert.equal(id, panels.readings);
      }
      for (const [, id] of when.matchAll(/view == (\S+)/g)) assert.equal(id, views.readings);
    }
  }
  const when = contributes.menus['explorer/context']?.[0]?.when ?? '';
  const pattern = /resourceExtname =~ \/(.+)\/i/.exec(when)?.[1] ?? '';
  const matches = new RegExp(pattern, 'i');
  for (const extension of imageExtensions) assert.match(`.${extension.toUpperCase()}`, matches);
  for (const other of ['.pdf', '.tiff', '.pngx', '.txt', 'png'])
    assert.doesNotMatch(other, matches);
});

test('commands in texts and context keys in conditions exist; pictures are there', () => {
  const known = new Set<string>([...Object.values(commands), ...Object.values(pdfCommands)]);
  for (const { description, media } of contributes.walkthroughs.flatMap(({ steps }) => steps)) {
    for (const [, id] of description.matchAll(/command:([\w.]+)/g)) assert.ok(known.has(id ?? ''));
    assert.ok(existsSync(join(root, media.image)), media.image);
    assert.ok(media.altText.length > 10);
  }
  const text = JSON.stringify(contributes.commands);
  assert.ok(text.includes(contextKeys.hasReadings));
  for (const { icon } of [
    { icon: manifest.icon },
    ...contributes.viewsContainers.activitybar,
    ...Object.values(contributes.views).flat(),
  ]) {
    assert.ok(existsSync(join(root, icon)), icon);
  }
});
