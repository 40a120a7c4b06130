"""Trains the bundled reader on CPU or CUDA, resumable.

usage: python train.py PACK VOCABULARY.json RUN_DIR --minutes M [--decay D] [--processes 2] [--budget 1500] ...
Losses: next token; glyphs where they are (from the stem's stride-8 map); a pointer (one head of one decoder layer is
told which patch holds the glyph of the token about to be written). On CPU single-threaded processes share parameters
and gradients in memory, each updating its own part; on CUDA one process does it all and workers draw its pictures.
The rates are for batches of 4,400 positions, two processes on CPU. On CUDA, where batches are larger, they are
multiplied by the root of how much larger, at most by 2 (square-root rule: Malladi et al., 2022, "On the SDEs and scaling
rules for adaptive gradient algorithms"; the bound is caution).
"""

import argparse
import json
import os
import signal
import time

import numpy as np
import torch
import torch.multiprocessing as mp
import torch.nn.functional as F

import diagrams.batches
from data import NOWHERE, WAY, Formulas, batches
from loader import default_workers, drawn, to_device
from model import Config, Reader, VisionConfig
from optimizer import Optimizer, is_matrix
from vocabulary import BEFORE_IMAGE
from warm import grow, warm_start


def next_token(logits: torch.Tensor, targets: torch.Tensor, weights: torch.Tensor | None = None) -> tuple[torch.Tensor, float]:
    """Mean loss and share of right tokens, logits [B,T,V] against targets [B,T], -1 left out; the loss weighed by `weights` [B,T]."""
    counted = targets >= 0
    if weights is None:
        loss = F.cross_entropy(logits.float().flatten(0, 1), targets.flatten(), ignore_index=-1)
    else:
        each = F.cross_entropy(logits.float().flatten(0, 1), targets.flatten(), ignore_index=-1, reduction="none")
        loss = (each * weights.flatten()).sum() / counted.sum()
    with torch.no_grad():
        return loss, ((logits.argmax(-1) == targets) & counted).sum().item() / counted.sum().item()


def aimed(scores: torch.Tensor, rows: torch.Tensor, batch: dict, before: torch.Tensor) -> torch.Tensor:
    """How far a head's scores [B,T,S] are from where `rows` of glyphs (see data.collate) say that it looks; 0 without rows."""
    offset = scores.shape[-1] - batch["tokens"].shape[1]
    if len(rows) == 0:
        return scores.new_zeros(())
    return F.cross_entropy(scores[rows[:, 0], offset + rows[:, 5]], len(before) + rows[:, 4])


def losses(
    model: Reader, batch: dict, before: torch.Tensor, glyph_only: bool, look: float = 0.5, see: float = 0.5, settled: bool = False
) -> tuple[torch.Tensor, dict]:
    """The total, and its parts by name; problems' (see diagrams/batches.py) are named apart from formulas'.

    `look` weighs the heads that are told where to look, `see` the glyphs. `glyph_only` trains the stem and the glyph
    head, or, where the stem is `settled`, the new head alone.
    """
    glyphs, told = batch["glyphs"], batch.get("told")
    if glyph_only:
        with torch.set_grad_enabled(not settled):
            _, cells = model.vision_tower.stem(batch["ink"])
        text = pointer = way = torch.zeros((), device=glyphs.device)
        accuracy = 0.0
    else:
        logits, cells, scores = model(batch["ink"], batch["visible"], before, batch["tokens"], want_scores=True, kept=batch.get("kept"))
        text, accuracy = next_token(logits, batch["targets"], batch.get("weights"))
        ways = glyphs[:, 3] == WAY
        pointer = aimed(scores["pointer"], glyphs[(glyphs[:, 5] >= 0) & ~ways], batch, before)
        way = aimed(scores["way"], glyphs[ways], batch, before)
    known = glyphs[glyphs[:, 3] >= 0]
    parts = {"pointer": pointer.item(), "way": way.item(), "accuracy": accuracy, "text": text.item()}
    glyph = text.new_zeros(())
    if len(known) and see:
        # one vector per 8x8 px cell tells of its two halves; which glyph it is, only where there is one
        cells = cells.permute(0, 2, 3, 1)
        weight = model.glyph_head.weight.unflatten(0, (2, -1))
        bias = model.glyph_head.bias.unflatten(0, (2, -1))
        out = F.linear(cells, weight[:, -1], bias[:, -1]).float().flatten(2)
        present = torch.zeros(out.shape, device=out.device)
        there = glyphs[glyphs[:, 3] > NOWHERE]
        present[there[:, 0], there[:, 1], there[:, 2]] = 1
        seen = slice(None) if told is None else told
        found = F.binary_cross_entropy_with_logits(out[seen], present[seen])
        held = cells[known[:, 0], known[:, 1], known[:, 2] // 2]
        halves = torch.stack([F.linear(held, weight[k, :-1], bias[k, :-1]).float() for k in (0, 1)], 1)
        which_logits = halves[torch.arange(len(known), device=out.device), known[:, 2] % 2]
        glyph = 4 * found + F.cross_entropy(which_logits, known[:, 3])
        with torch.no_grad():
            parts["glyph"] = (which_logits.argmax(-1) == known[:, 3]).float().mean().item()
    if told is not None:
        parts = {f"problem {name}": value for name, value in parts.items()}
    return text + look * (pointer + way) + see * glyph, parts


def class_of(pack: str) -> dict[int, int]:
    """The glyph class of each token that a glyph of the pack stands for."""
    with open(pack + "/classes.json") as file:
        return {glyph["token"]: glyph["class"] for glyph in json.load(file)["glyphs"] if glyph["token"] >= 0}


def half_precision_pays(device: torch.device) -> bool:
    """bf16 on CUDA; on CPU only where its matrix products are measured to be faster (some AVX512-BF16 units are not)."""
    if device.type == "cuda":
        return True
    times = []
    for dtype in (torch.bfloat16, torch.float32):
        x, w = torch.ones(1500, 256, dtype=dtype), torch.ones(256, 1024, dtype=dtype)
        best = 1.0
        for _ in range(8):
            start = time.process_time()
            x @ w
            best = min(best, time.process_time() - start)
        times.append(best)
    return times[0] < 0.8 * times[1]


def rate(elapsed: float, minutes: float, decay: float, step: int) -> float:
    """Warm-up, constant, linear decay to 2% at the end."""
    left = max(0.0, minutes - elapsed)
    return min(1.0, (step + 1) / 100) * (min(1.0, left / decay) * 0.98 + 0.02 if decay else 1.0)


class Shared:
    """Parameters, their average, optimiser state and gradients as flat tensors in shared memory."""

    def __init__(self, model: Reader, processes: int):
        self.named = list(model.named_parameters())
        self.slices, at = {}, 0
        for name, p in self.named:
            self.slices[name] = (at, p.numel())
            at += p.numel()
        self.flat = torch.cat([p.data.reshape(-1) for _, p in self.named])
        self.average, self.first, self.second = self.flat.clone(), torch.zeros(at), torch.zeros(at)
        self.gradients = torch.zeros(processes if processes > 1 else 0, at)
        self.counters = torch.zeros(8, dtype=torch.float64)  # minutes, step, stop, samples per process...
        if processes > 1:
            for tensor in (self.flat, self.average, self.first, self.second, self.gradients, self.counters):
                tensor.share_memory_()

    def attach(self, model: Reader) -> None:
        for name, p in model.named_parameters():
            start, size = self.slices[name]
            p.data = self.flat[start : start + size].view(p.shape)

    def to(self, device: torch.device) -> None:
        for key in ("flat", "average", "first", "second", "gradients"):
            setattr(self, key, getattr(self, key).to(device))


def owners(named, processes: int) -> dict[str, int]:
    """Shares the update work out; Newton-Schulz makes a matrix about six times as dear."""
    load, owner = [0] * processes, {}
    cost = lambda item: item[1].numel() * (6 if is_matrix(*item) else 1)  # noqa: E731
    for item in sorted(named, key=cost, reverse=True):
        owner[item[0]] = load.index(min(load))
        load[owner[item[0]]] += cost(item)
    return owner


def save(path: str, model: Reader, shared: Shared) -> None:
    state = {
        "config": model.config.to_dict(),
        "flat": shared.flat, "average": shared.average, "first": shared.first, "second": shared.second,
        "buffers": dict(model.named_buffers()), "counters": shared.counters, "slices": shared.slices,
    }  # fmt: skip
    torch.save(state, path + ".part")
    os.replace(path + ".part", path)


def work(rank: int, args, model: Reader, shared: Shared, barrier, vocabulary: list[str], device: torch.device) -> None:
    if device.type == "cpu":
        torch.set_num_threads(1)
    seed = args.seed + rank + 1000 * int(shared.counters[1])
    torch.manual_seed(seed)
    data = Formulas(args.pack, vocabulary)
    before = torch.tensor([vocabulary.index(token) for token in BEFORE_IMAGE], device=device)
    shared.attach(model)
    model.train()
    owner = owners(shared.named, args.processes)
    named = list(model.named_parameters())
    mine = [(name, p) for name, p in named if owner[name] == rank]
    config = model.config
    q, kv = config.num_attention_heads * config.head_dim, config.num_key_value_heads * config.head_dim
    parts = {"qkv_proj": [q, kv, kv], "gate_up_proj": [config.intermediate_size] * 2}
    optimizer = Optimizer(mine, shared.slices, shared.first, shared.second, parts, args.muon_lr, args.adam_lr, 0.05)
    stream = drawn(data, seed, args.budget, args.workers, device)
    known = diagrams.batches.prepared(args.drawn)
    problems = diagrams.batches.batches(vocabulary, np.random.default_rng([seed, 1]), args.budget, known, classes=class_of(args.pack))
    choice = np.random.default_rng([seed, 2])
    counters = shared.counters
    half = half_precision_pays(device)
    if rank == 0:
        print("precision:", "bfloat16" if half else "float32", flush=True)
    begin, base = time.time(), float(counters[0])
    last_log = last_save = time.time()
    mean: dict[str, float] = {}
    # deciding to stop is rank 0's, between two barriers, so that every process makes the same number of steps
    while counters[2] == 0:
        step = int(counters[1])
        elapsed = float(counters[0]) - base
        asked = time.time()
        batch = to_device(next(problems), device) if choice.random() < args.problems else next(stream)
        drawing = time.time() - asked
        # a batch without pictures has nothing to say about how bright pictures are
        model.vision_tower.train(batch.get("pictured", True))
        with torch.autocast(device.type, torch.bfloat16, enabled=half):
            loss, parts_of_loss = losses(model, batch, before, step < args.glyph_steps, settled=args.start is not None)
        for _, p in named:
            p.grad = None
        loss.backward()
        if args.processes > 1:
            for name, p in named:
                start, size = shared.slices[name]
                target = shared.gradients[rank, start : start + size]
                target.copy_(p.grad.reshape(-1)) if p.grad is not None else target.zero_()
            counters[3 + rank] += batch["samples"]
            barrier.wait()
            for name, p in mine:
                start, size = shared.slices[name]
                if p.grad is not None:
                    p.grad = shared.gradients[:, start : start + size].mean(0).view(p.shape)
        else:
            counters[3] += batch["samples"]
        optimizer.step(step + 1, rate(elapsed, args.minutes, args.decay, step))
        decay = min(args.average, (1 + step) / (10 + step))
        with torch.no_grad():
            for name, _ in mine:
                start, size = shared.slices[name]
                shared.average[start : start + size].lerp_(shared.flat[start : start + size], 1 - decay)
        if args.processes > 1:
            barrier.wait()
        if rank == 0:
            for key, value in {**parts_of_loss, "drawing": drawing}.items():
                mean[key] = 0.98 * mean.get(key, value) + 0.02 * value
            counters[0] = base + (time.time() - begin) / 60
            counters[1] += 1
            if time.time() - last_log > args.log:
                seen = int(counters[3 : 3 + args.processes].sum())
                line = {"minutes": round(float(counters[0]), 2), "step": step, "seen": seen, **{k: round(v, 4) for k, v in mean.items()}}
                print(json.dumps(line), flush=True)
                last_log = time.time()
            if time.time() - last_save > args.save * 60:
                save(args.run + "/checkpoint.pt", model, shared)
                last_save = time.time()
            if counters[0] - base >= args.minutes or os.path.exists(args.run + "/stop"):
                counters[2] = 1
        if args.processes > 1:
            barrier.wait()
    stream.close()
    if rank == 0:
        save(args.run + "/checkpoint.pt", model, shared)
        print("saved", args.run + "/checkpoint.pt", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pack")
    parser.add_argument("vocabulary")
    parser.add_argument("run")
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--decay", type=float, default=0, help="the last minutes, in which the rate falls to 2%%")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--budget", type=int, help="patches and tokens a batch and process; 2200, or 48000 on CUDA")
    parser.add_argument("--workers", type=int, help="processes that draw; 0 (the training process itself), or the cores but one on CUDA")
    parser.add_argument("--encoder", type=int, default=2)
    parser.add_argument("--decoder", type=int, default=5)
    parser.add_argument("--muon-lr", type=float, default=0.01)
    parser.add_argument("--adam-lr", type=float, default=1e-3)
    parser.add_argument("--average", type=float, default=0.997)
    parser.add_argument("--glyph-steps", type=int, default=150, help="first steps, which train the stem alone (with --from the glyph head)")
    parser.add_argument("--problems", type=float, default=0, help="share of batches that are problems with pictures (diagrams/)")
    parser.add_argument("--drawn", help="problems that LaTeX drew (problems.pickle of diagrams/tikz.py)")
    parser.add_argument("--save", type=float, default=4, help="minutes between checkpoints")
    parser.add_argument("--log", type=float, default=30, help="seconds between log lines")
    parser.add_argument("--from", dest="start", help="a model folder to start from, in place of random weights")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if args.workers is None:
        args.workers = default_workers(device)
    if args.budget is None:
        args.budget = 48_000 if device.type == "cuda" else 2200
    if device.type == "cuda":
        args.processes = 1
        torch.set_float32_matmul_precision("high")  # TF32 for what autocast leaves in fp32
        larger = min(2.0, max(1.0, args.budget / 4400) ** 0.5)
        args.muon_lr, args.adam_lr = args.muon_lr * larger, args.adam_lr * larger
    os.makedirs(args.run, exist_ok=True)
    with open(args.vocabulary) as file:
        vocabulary = json.load(file)
    with open(args.pack + "/classes.json") as file:
        classes = json.load(file)["count"]
    path = args.run + "/checkpoint.pt"
    saved = torch.load(path, weights_only=True, map_location="cpu") if os.path.exists(path) else None
    if saved and (saved["config"]["vocab_size"], saved["config"]["glyph_classes"]) != (len(vocabulary), classes):
        saved = grow(saved, vocabulary, classes)
    config = (
        Config.from_dict(saved["config"]) if saved else
        Config(len(vocabulary), num_hidden_layers=args.decoder, glyph_classes=classes, vision=VisionConfig(num_hidden_layers=args.encoder))
    )  # fmt: skip
    torch.manual_seed(args.seed)
    model = Reader(config)
    if args.start and not saved:
        first = next(batches(Formulas(args.pack, vocabulary), np.random.default_rng(args.seed), 6000, pool=500))
        warm_start(model, args.start, first["ink"])
    shared = Shared(model, args.processes)
    if saved:
        for key in ("flat", "average", "first", "second", "counters"):
            getattr(shared, key).copy_(saved[key])
        shared.counters[2] = 0
        for name, buffer in model.named_buffers():
            buffer.copy_(saved["buffers"][name])
    size = sum(p.numel() for name, p in model.named_parameters() if "glyph_head" not in name)
    print(json.dumps({**vars(args), "device": str(device), "parameters": size, "resumed": bool(saved)}), flush=True)
    signal.signal(signal.SIGTERM, lambda *_: open(args.run + "/stop", "w").close())
    if args.processes == 1:
        model.to(device)
        shared.to(device)
        work(0, args, model, shared, None, vocabulary, device)
        return
    context = mp.get_context("fork")
    barrier = context.Barrier(args.processes)
    workers = [context.Process(target=work, args=(rank, args, model, shared, barrier, vocabulary, device)) for rank in range(args.processes)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


if __name__ == "__main__":
    main()
