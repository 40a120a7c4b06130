"""onnxruntime-genai as a worker: one request a line on standard input, one result a line on standard output."""

import json
import sys
import time

import onnxruntime_genai as og

model = og.Model(sys.argv[1])
for line in sys.stdin:
    request = json.loads(line)
    params = og.GeneratorParams(model)
    length = len(request["prompt"]) + request["tokens"]
    params.set_search_options(max_length=length, do_sample=False)
    start = time.perf_counter()
    generator = og.Generator(model, params)
    generator.append_tokens(request["prompt"])
    times, ids = [], []
    while not generator.is_done() and len(ids) < request["tokens"]:
        generator.generate_next_token()
        ids.append(int(generator.get_next_tokens()[0]))
        times.append((time.perf_counter() - start) * 1000)
    del generator
    print(json.dumps({"times": times, "ids": ids}), flush=True)
