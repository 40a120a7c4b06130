/** What a person can choose from: the catalogue, and whatever else has been installed or begun. */
import { catalogue } from './entries.ts';
import type { OfferedModel } from './messages.ts';
import { installedModels, partialModels } from './store.ts';

export async function offeredModels(root: string): Promise<OfferedModel[]> {
  const installed = new Map((await installedModels(root)).map((model) => [model.id, model]));
  const begun = new Map((await partialModels(root)).map(({ id, fraction }) => [id, fraction]));
  const others = [...installed.values()]
    .filter(({ id }) => !catalogue.some((entry) => entry.id === id))
    .map(({ id, record }) => ({ ...plain(id), name: record.name, license: record.license }));
  const unfinished = [...begun.keys()]
    .filter((id) => !installed.has(id) && !catalogue.some((entry) => entry.id === id))
    .map(plain);
  return [...catalogue, ...others, ...unfinished].map((entry) => ({
    ...{ id: entry.id, name: entry.name, summary: entry.summary, license: entry.license },
    directory: installed.get(entry.id)?.directory ?? null,
    begun: installed.has(entry.id) ? null : (begun.get(entry.id) ?? null),
    downloadBytes: entry.downloadBytes,
    installedBytes: entry.installedBytes,
    memoryBytes: entry.memoryBytes,
  }));
}

const plain = (id: string) => ({
  ...{ id, name: id, summary: 'A model of your own.', license: 'not stated' },
  ...{ downloadBytes: 0, installedBytes: 0, memoryBytes: 0 },
});
