import { open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import * as v from 'valibot';
import { modelCorrupt } from '../errors.ts';
import { bfloatToFloat, bytesToFloat, halfToFloat } from './half.ts';

const elementBytes: Readonly<Record<string, number>> = {
  ...{ BOOL: 1, U8: 1, I8: 1, F8_E4M3: 1, F8_E5M2: 1 },
  ...{ U16: 2, I16: 2, F16: 2, BF16: 2 },
  ...{ U32: 4, I32: 4, F32: 4 },
  ...{ U64: 8, I64: 8, F64: 8 },
};

const decoders: Readonly<
  Record<string, (bytes: Uint8Array<ArrayBuffer>) => Float32Array<ArrayBuffer>>
> = {
  F16: halfToFloat,
  BF16: bfloatToFloat,
  F32: bytesToFloat,
};

/** The format's own limit: a header that claims more is an attack or noise. */
const maxHeaderBytes = 100_000_000;

const size = v.pipe(v.number(), v.integer(), v.minValue(0));
const entrySchema = v.object({
  dtype: v.string(),
  shape: v.array(size),
  data_offsets: v.tuple([size, size]),
});
const headerSchema = v.record(v.string(), v.unknown());

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

/** One open safetensors file. Only the header is held in memory; tensors are read on demand. */
export class SafetensorsFile {
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #entries: ReadonlyMap<string, Entry>;

  private constructor(path: string, handle: FileHandle, entries: ReadonlyMap<string, Entry>) {
    this.#path = path;
    this.#handle = handle;
    this.#entries = entries;
  }

  /** Opens the file and checks its header against its length. Throws `model-corrupt`. */
  static async open(path: string): Promise<SafetensorsFile> {
    const handle = await open(path, 'r');
    try {
      return new SafetensorsFile(path, handle, await readHeader(path, handle));
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  get names(): Iterable<string> {
    return this.#entries.keys();
  }

  shapeOf(name: string): readonly number[] | undefined {
    return this.#entries.get(name)?.shape;
  }

  /** Number of values in all tensors. */
  get parameters(): number {
    let sum = 0;
    for (const entry of this.#entries.values()) sum += count(entry.shape);
    return sum;
  }

  /** Reads a tensor (fp32, fp16 or bf16 in the file) as fp32, row-major. */
  async read(name: string): Promise<Float32Array<ArrayBuffer>> {
    const entry = this.#entries.get(name);
    if (!entry) throw modelCorrupt(this.#path, `tensor ${name} is not in it`);
    const decode = decoders[entry.dtype];
    if (!decode) throw modelCorrupt(this.#path, `tensor ${name} has element type ${entry.dtype}`);
    return decode(await readExactly(this.#path, this.#handle, entry.start, entry.end));
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

async function readHeader(path: string, handle: FileHandle): Promise<Map<string, Entry>> {
  const { size: fileBytes } = await handle.stat();
  if (fileBytes < 8) throw modelCorrupt(path, `it has ${fileBytes} bytes, too few for a header`);
  const prefix = await readExactly(path, handle, 0, 8);
  const headerBytes = Number(new DataView(prefix.buffer).getBigUint64(0, true));
  if (headerBytes > Math.min(maxHeaderBytes, fileBytes - 8)) {
    throw modelCorrupt(path, `its header claims ${headerBytes} bytes of ${fileBytes}`);
  }
  const data = 8 + headerBytes;
  const header = parseHeader(path, await readExactly(path, handle, 8, data));
  const entries = new Map<string, Entry>();
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    entries.set(name, checkEntry(path, name, value, data, fileBytes));
  }
  return entries;
}

function parseHeader(path: string, bytes: Uint8Array): Record<string, unknown> {
  try {
    return v.parse(headerSchema, JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    throw modelCorrupt(path, `its header is not a JSON object`, error);
  }
}

function checkEntry(
  path: string,
  name: string,
  value: unknown,
  data: number,
  fileBytes: number,
): Entry {
  const parsed = v.safeParse(entrySchema, value);
  if (!parsed.success) throw modelCorrupt(path, `its header describes ${name} wrongly`);
  const { dtype, shape, data_offsets: offsets } = parsed.output;
  const width = elementBytes[dtype];
  if (width === undefined) throw modelCorrupt(path, `${name} has unknown element type ${dtype}`);
  const [start, end] = [data + offsets[0], data + offsets[1]];
  if (end > fileBytes) {
    throw modelCorrupt(path, `${basename(path)} ends before tensor ${name} does (cut short?)`);
  }
  if (end - start !== count(shape) * width) {
    throw modelCorrupt(path, `${name} of shape [${shape.join(', ')}] takes ${end - start} bytes`);
  }
  return { dtype, shape, start, end };
}

async function readExactly(
  path: string,
  handle: FileHandle,
  start: number,
  end: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(end - start);
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, start + filled);
    if (bytesRead === 0) throw modelCorrupt(path, `it ends at byte ${start + filled}`);
    filled += bytesRead;
  }
  return bytes;
}

function count(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}
