/** Weights that a graph keeps in files beside it: whose names are not trusted. */
import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative } from 'node:path';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { MarginaliaError, modelCorrupt } from '../errors.ts';
import { isMissing } from '../files.ts';

/** One stretch of a file that a graph points at. */
export interface ExternalData {
  readonly location: string;
  readonly offset: number;
  /** Null: up to the file's end. */
  readonly length: number | null;
}

/** Field numbers of onnx.proto under which tensors lie, at any depth; other fields are stepped over. */
const wayTo: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  model: { 7: 'graph', 20: 'training', 25: 'function' },
  training: { 1: 'graph', 2: 'graph' },
  function: { 7: 'node' },
  graph: { 1: 'node', 5: 'tensor', 15: 'sparse' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph', 22: 'sparse', 23: 'sparse' },
  sparse: { 1: 'tensor', 2: 'tensor' },
};
const externalDataField = 13;
/** Graphs in graphs: deeper than this is an attack on the reader. */
const deepest = 32;

/** What a graph points at outside itself. Throws RangeError or Error for bytes that are no protobuf. */
export function externalData(bytes: Uint8Array): ExternalData[] {
  const found: ExternalData[] = [];
  visit(bytes, 'model', 0, found);
  return found;
}

function visit(bytes: Uint8Array, kind: string, depth: number, found: ExternalData[]): void {
  if (depth > deepest) throw new RangeError('graphs are nested too deep');
  const reader = new BinaryReader(bytes);
  const entries: [string, string][] = [];
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    const next = wayTo[kind]?.[field];
    const isEntry = kind === 'tensor' && field === externalDataField;
    if (wire !== WireType.LengthDelimited || (next === undefined && !isEntry)) reader.skip(wire);
    else if (isEntry) entries.push(readEntry(reader.bytes()));
    else if (next !== undefined) visit(reader.bytes(), next, depth + 1, found);
  }
  if (entries.length === 0) return;
  const values = new Map(entries);
  const length = values.get('length');
  found.push({
    location: values.get('location') ?? '',
    offset: Number(values.get('offset') ?? 0),
    length: length === undefined ? null : Number(length),
  });
}

function readEntry(bytes: Uint8Array): [string, string] {
  const reader = new BinaryReader(bytes);
  let [key, value] = ['', ''];
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    if (field === 1 && wire === WireType.LengthDelimited) key = reader.string();
    else if (field === 2 && wire === WireType.LengthDelimited) value = reader.string();
    else reader.skip(wire);
  }
  return [key, value];
}

/**
 * Checks that everything a graph file points at lies in its own folder, and is long enough.
 * Throws `model-corrupt` (no protobuf, a file that is missing or short) or `model-unsafe`.
 */
export async function checkExternalData(path: string): Promise<void> {
  const folder = await realpath(dirname(path));
  const wanted = new Map<string, number>();
  for (const { location, offset, length } of parse(path, await readFile(path))) {
    if (!Number.isSafeInteger(offset + (length ?? 0)) || offset < 0 || (length ?? 0) < 0)
      throw modelCorrupt(path, `it points at byte ${offset} of ${location}`);
    const end = offset + (length ?? 0);
    wanted.set(location, Math.max(end, wanted.get(location) ?? 0));
  }
  for (const [location, end] of wanted) await checkFile(path, folder, location, end);
}

/** Names of a graph's outputs, without opening a session. For a graph that `checkExternalData` has passed. */
export async function graphOutputs(path: string): Promise<string[]> {
  const graphs = fieldsOf(await readFile(path), 7);
  const outputs = graphs.flatMap((graph) => fieldsOf(graph, 12));
  return outputs.flatMap((output) => fieldsOf(output, 1).map((name) => textDecoder.decode(name)));
}

const textDecoder = new TextDecoder();

/** The values of a message's field, as bytes. */
function fieldsOf(bytes: Uint8Array, wanted: number): Uint8Array[] {
  const reader = new BinaryReader(bytes);
  const values: Uint8Array[] = [];
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    if (field === wanted && wire === WireType.LengthDelimited) values.push(reader.bytes());
    else reader.skip(wire);
  }
  return values;
}

function parse(path: string, bytes: Uint8Array): ExternalData[] {
  try {
    return externalData(bytes);
  } catch (error) {
    throw modelCorrupt(path, 'it is not an ONNX graph', error);
  }
}

async function checkFile(
  path: string,
  folder: string,
  location: string,
  end: number,
): Promise<void> {
  const plain = /^[^\\/:\0]+(?:\/[^\\/:\0]+)*$/.test(location);
  if (!plain || isAbsolute(location) || location.split('/').includes('..'))
    throw unsafe(path, location);
  const target = join(folder, location);
  const real = await realpath(target).catch((error: unknown) => {
    if (isMissing(error)) throw modelCorrupt(path, `${location}, which it needs, is not there`);
    throw error;
  });
  const inside = relative(folder, real);
  if (inside.startsWith('..') || isAbsolute(inside)) throw unsafe(path, location);
  const { size } = await stat(real);
  if (size < end)
    throw modelCorrupt(target, `it has ${size} bytes, and ${basename(path)} needs ${end}`);
}

const unsafe = (path: string, location: string): MarginaliaError =>
  new MarginaliaError({
    code: 'model-unsafe',
    message: `${path} keeps weights outside its folder, in ${JSON.stringify(location.slice(0, 200))}; it is not loaded.`,
    action:
      'Use a model that you trust; if links lead there, put the files themselves in the folder.',
  });
