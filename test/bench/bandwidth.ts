/** How fast this machine reads memory: the limit of any decoder that reads all its weights for a token. */
import { once } from 'node:events';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

const bufferBytes = 512 << 20;
const rounds = 4;

/** Bytes a second, with `threads` threads that each look for a byte that is not there. */
export async function readBandwidth(threads: number): Promise<number> {
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL(import.meta.url), { execArgv: [] }),
  );
  try {
    await Promise.all(workers.map((worker) => once(worker, 'message')));
    const start = performance.now();
    for (const worker of workers) worker.postMessage('read');
    await Promise.all(workers.map((worker) => once(worker, 'message')));
    return (threads * rounds * bufferBytes * 1000) / (performance.now() - start);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

if (!isMainThread && parentPort) {
  const port = parentPort;
  // Filled with ones, so that the pages are real and none of them is found to be zero.
  const buffer = Buffer.alloc(bufferBytes, 1);
  port.once('message', () => {
    // C's memchr behind it reads in vectors; a loop in JavaScript would be the limit itself.
    for (let i = 0; i < rounds; i++) if (buffer.indexOf(0) !== -1) throw new Error('a zero');
    port.postMessage('done');
  });
  port.postMessage('ready');
}
