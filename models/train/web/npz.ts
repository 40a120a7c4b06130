/** NumPy archives: a zip file of arrays (formats: numpy.lib.format 1.0, APPNOTE.TXT of PKWARE). */
import { crc32, deflateRawSync } from 'node:zlib';

export type Column = Int32Array | Uint8Array | readonly string[];

/** One array in the npy format; `shape` where it is not simply a list. Strings become fixed-width UTF-32. */
export function npy(column: Column, shape?: readonly number[]): Buffer {
  const [type, body] = bodyOf(column);
  const sizes = shape ?? [column.length];
  const head = `{'descr': '${type}', 'fortran_order': False, 'shape': (${sizes.join(', ')}${sizes.length === 1 ? ',' : ''}), }`;
  // The data starts at a multiple of 64 bytes; 10 come before the header's text, and a newline ends it.
  const text = head.padEnd(Math.ceil((head.length + 11) / 64) * 64 - 11) + '\n';
  const start = Buffer.from('\x93NUMPY\x01\x00\0\0', 'latin1');
  start.writeUInt16LE(text.length, 8);
  return Buffer.concat([start, Buffer.from(text, 'latin1'), body]);
}

function bodyOf(column: Column): [string, Buffer] {
  if (column instanceof Int32Array)
    return ['<i4', Buffer.from(column.buffer, column.byteOffset, column.byteLength)];
  if (column instanceof Uint8Array) return ['|u1', Buffer.from(column)];
  const longest = Math.max(1, ...column.map((word) => [...word].length));
  const body = Buffer.alloc(4 * longest * column.length);
  column.forEach((word, row) => {
    [...word].forEach((character, at) => {
      body.writeUInt32LE(character.codePointAt(0)!, 4 * (row * longest + at));
    });
  });
  return [`<U${longest}`, body];
}

/** A compressed zip of `files`, what numpy.savez_compressed writes. */
export function npz(files: Readonly<Record<string, Buffer>>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, bytes] of Object.entries(files)) {
    const packed = deflateRawSync(bytes);
    const file = Buffer.from(name + '.npy', 'latin1');
    // Version, flags, method "deflate", time, date, checksum, sizes, length of the name, no extras.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt16LE(33, 8);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(file.length, 22);
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), common, file, packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, tail, file);
    offset += 30 + file.length + packed.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(directory.length / 4, 8);
  end.writeUInt16LE(directory.length / 4, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, list, end]);
}
