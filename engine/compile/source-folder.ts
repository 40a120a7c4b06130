import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from '../files.ts';
import { sourceBroken, type Source, type SourceFile } from './source.ts';

const pieceBytes = 4 << 20;

/** A checkpoint in a folder of this machine. */
export class FolderSource implements Source {
  readonly label: string;

  constructor(directory: string) {
    this.label = directory;
  }

  async open(name: string): Promise<SourceFile | undefined> {
    return await openFile(join(this.label, name));
  }
}

/** Opens a file of this machine; undefined when there is none. */
export async function openFile(path: string): Promise<SourceFile | undefined> {
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  try {
    const { size } = await handle.stat();
    return new LocalFile(path, size, handle);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

class LocalFile implements SourceFile {
  readonly label: string;
  readonly size: number;
  readonly #handle: FileHandle;

  constructor(path: string, size: number, handle: FileHandle) {
    this.label = path;
    this.size = size;
    this.#handle = handle;
  }

  async *stream(start: number, end: number, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    for (let position = start; position < end;) {
      signal?.throwIfAborted();
      const wanted = Math.min(pieceBytes, end - position);
      const buffer = Buffer.allocUnsafeSlow(wanted);
      const { bytesRead } = await this.#handle.read(buffer, 0, wanted, position);
      if (bytesRead === 0) throw sourceBroken(this.label, `it ends at byte ${position}`);
      position += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}
