/** Our engine as a worker of the bench: the same questions as the peers, through the product's own path. */
import { createInterface } from 'node:readline';
import { loadModel } from '../../engine/runtime/model.ts';

const [folder = '', threads] = process.argv.slice(2);
const model = await loadModel(folder, { device: 'cpu', threads: Number(threads) });

for await (const line of createInterface({ input: process.stdin })) {
  const { text, tokens } = JSON.parse(line) as { text: string; tokens: number };
  const [times, ids]: [number[], number[]] = [[], []];
  const start = performance.now();
  const request = { images: [], prompt: text, mode: 'auto', maxTokens: tokens } as const;
  for await (const token of model.generate(request)) {
    times.push(performance.now() - start);
    ids.push(token.id);
  }
  process.stdout.write(JSON.stringify({ times, ids }) + '\n');
}
