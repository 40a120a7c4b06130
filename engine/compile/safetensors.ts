import { basename } from 'node:path';
import * as v from 'valibot';
import { modelCorrupt, modelMissing } from '../errors.ts';
import { bfloatToFloat, bytesToFloat, halfToFloat } from './half.ts';
import { openFile } from './source-folder.ts';
import { readBytes, type SourceFile } from './source.ts';

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
  readonly #file: SourceFile;
  readonly #entries: ReadonlyMap<string, Entry>;

  private constructor(file: SourceFile, entries: ReadonlyMap<string, Entry>) {
    this.#file = file;
    this.#entries = entries;
  }

  /** Opens a file of this machine. Throws `model-missing` or `model-corrupt`. */
  static async open(path: string): Promise<SafetensorsFile> {
    const file = await openFile(path);
    if (!file) throw modelMissing(path, 'there is no such file');
    return await SafetensorsFile.from(file);
  }

  /** Takes an open file over and checks its header against its length. Throws `model-corrupt`. */
  static async from(file: SourceFile, signal?: AbortSignal): Promise<SafetensorsFile> {
    try {
      return new SafetensorsFile(file, await readHeader(file, signal));
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  get names(): Iterable<string> {
    return this.#entries.keys();
  }

  shapeOf(name: string): readonly number[] | undefined {
    return this.#entries.get(name)?.shape;
  }

  /** Bytes that a tensor takes in the file; 0 for one that is not there. */
  bytesOf(name: string): number {
    const entry = this.#entries.get(name);
    return entry ? entry.end - entry.start : 0;
  }

  /** What the header says, one line a tensor: two files with other tensors differ here. */
  describe(): string {
    const lines = [...this.#entries].map(([name, entry]) => JSON.stringify([name, entry]));
    return [basename(this.#file.label), this.#file.size, ...lines].join('\n');
  }

  /** Number of values in all tensors. */
  get parameters(): number {
    let sum = 0;
    for (const entry of this.#entries.values()) sum += count(entry.shape);
    return sum;
  }

  /** Reads a tensor (fp32, fp16 or bf16 in the file) as fp32, row-major. */
  async read(name: string): Promise<Float32Array<ArrayBuffer>> {
    const { start, end } = this.#entry(name);
    const decode = this.decoderOf(name);
    return decode(await readBytes(this.#file, start, end));
  }

  /**
   * A tensor as fp32, row-major, in pieces of `length` values (the last may be shorter).
   * Only one piece is in memory, and it is overwritten by none that follows.
   */
  async *stream(
    name: string,
    length: number,
    signal?: AbortSignal,
  ): AsyncGenerator<Float32Array<ArrayBuffer>> {
    const { start, end, dtype } = this.#entry(name);
    const decode = this.decoderOf(name);
    const pieceBytes = length * (elementBytes[dtype] ?? 1);
    let piece = new Uint8Array(Math.min(pieceBytes, end - start));
    let [filled, left] = [0, end - start];
    for await (const bytes of this.#file.stream(start, end, signal)) {
      for (let taken = 0; taken < bytes.length;) {
        const some = bytes.subarray(taken, taken + piece.length - filled);
        piece.set(some, filled);
        [taken, filled] = [taken + some.length, filled + some.length];
        if (filled < piece.length) continue;
        left -= filled;
        yield decode(piece);
        [piece, filled] = [new Uint8Array(Math.min(pieceBytes, left)), 0];
      }
    }
  }

  /** How a tensor's bytes become fp32. Throws `model-corrupt` for types that weights do not have. */
  decoderOf(name: string): (bytes: Uint8Array<ArrayBuffer>) => Float32Array<ArrayBuffer> {
    const { dtype } = this.#entry(name);
    const decode = decoders[dtype];
    if (decode) return decode;
    throw modelCorrupt(
      this.#file.label,
      `tensor ${name} has element type ${dtype}, not BF16, F16 or F32`,
    );
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  #entry(name: string): Entry {
    const entry = this.#entries.get(name);
    if (!entry) throw modelCorrupt(this.#file.label, `tensor ${name} is not in it`);
    return entry;
  }
}

async function readHeader(file: SourceFile, signal?: AbortSignal): Promise<Map<string, Entry>> {
  const { label: path, size: fileBytes } = file;
  if (fileBytes < 8) throw modelCorrupt(path, `it has ${fileBytes} bytes, too few for a header`);
  const prefix = await readBytes(file, 0, 8, signal);
  const headerBytes = Number(new DataView(prefix.buffer).getBigUint64(0, true));
  if (headerBytes > Math.min(maxHeaderBytes, fileBytes - 8)) {
    throw modelCorrupt(path, `its header claims ${headerBytes} bytes of ${fileBytes}`);
  }
  const data = 8 + headerBytes;
  const header = parseHeader(path, await readBytes(file, 8, data, signal));
  const entries = new Map<string, Entry>();
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    entries.set(name, checkEntry(path, name, value, data, fileBytes));
  }
  checkOverlap(path, entries);
  return entries;
}

/** Two tensors that share bytes are no tensors of ours: the format forbids it. */
function checkOverlap(path: string, entries: ReadonlyMap<string, Entry>): void {
  const sorted = [...entries].sort(([, a], [, b]) => a.start - b.start || a.end - b.end);
  for (const [i, [name, entry]] of sorted.entries()) {
    const before = sorted[i - 1];
    if (before && before[1].end > entry.start) {
      throw modelCorrupt(path, `its tensors ${before[0]} and ${name} overlap`);
    }
  }
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

function count(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}
