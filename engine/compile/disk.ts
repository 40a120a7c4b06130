import { statfs } from 'node:fs/promises';
import { diskFull } from '../models/errors.ts';

/** Kept free beyond what is written: a disk that is full to the last byte breaks other programs. */
const reserve = 256 << 20;

/** Throws `disk-full` when `bytes` more would not fit where `directory` is. */
export async function checkDisk(directory: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(directory);
  const free = bavail * bsize;
  if (bytes + reserve <= free) return;
  const [needed, have] = [bytes + reserve, free].map((n) => `${(n / 1e9).toFixed(1)} GB`);
  throw diskFull(directory, `${needed ?? ''} are needed and ${have ?? ''} are free`);
}
