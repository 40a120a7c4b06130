// transformers.js as a worker: one request a line on standard input, one result a line on standard output.
import { dirname, basename } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { AutoModelForCausalLM, BaseStreamer, env, Tensor } from '@huggingface/transformers';

const [folder, threads] = process.argv.slice(2);
env.allowRemoteModels = false;
env.localModelPath = dirname(folder);
const model = await AutoModelForCausalLM.from_pretrained(basename(folder), {
  dtype: 'fp32',
  device: 'cpu',
  session_options: { intraOpNumThreads: Number(threads), interOpNumThreads: 1 },
});

/** Takes the time of each token as it comes. */
class Watch extends BaseStreamer {
  times = [];
  ids = [];
  #prompt = true;
  put(value) {
    if (this.#prompt) {
      this.#prompt = false;
      return;
    }
    this.times.push(performance.now());
    this.ids.push(Number(value[0][0]));
  }
  end() {
    this.#prompt = true;
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { prompt, tokens } = JSON.parse(line);
  const dims = [1, prompt.length];
  const watch = new Watch();
  const start = performance.now();
  await model.generate({
    input_ids: new Tensor('int64', BigInt64Array.from(prompt, BigInt), dims),
    attention_mask: new Tensor('int64', new BigInt64Array(prompt.length).fill(1n), dims),
    max_new_tokens: tokens,
    do_sample: false,
    streamer: watch,
  });
  const { times, ids } = watch;
  process.stdout.write(JSON.stringify({ times: times.map((time) => time - start), ids }) + '\n');
}
