"""Controlled comparisons: short runs from nothing, alike in all but one thing, on the same pictures in the same order.

usage: python compare.py PACK VOCABULARY.json OUT.jsonl [--steps 400] [--only NAME,NAME] [--seed 0]
One line a run: text loss and share of right tokens (teacher-forced, last weights) on pictures of held-aside formulas.
Formulas are short ones of common commands in Computer Modern, small and clean, so that a run is long enough to learn to
read; one thread.
Runs are as many steps long, whatever the machine does meanwhile; `cpu` is the time that they took of the processor.
"""

import argparse
import dataclasses
import json
import time

import numpy as np
import torch
import torch.nn as nn

import compose
import data
import optimizer
from data import Formulas, batches
from model import Config, LayerNorm, Reader, VisionConfig
from train import losses, rate
from vocabulary import BEFORE_IMAGE

BUDGET = 1800  # patches and tokens a step
STEM_STEPS = 50  # first steps, which train the stem alone
COMMON = 120  # tokens that a formula may have
ASIDE = 40  # one formula in so many is only looked at in the end


class Short(Formulas):
    """Formulas of 4 to 10 common tokens in Computer Modern; held aside, or all the others."""

    def __init__(self, folder: str, vocabulary: list[str], aside: bool):
        super().__init__(folder, vocabulary)
        modern = np.array([name.startswith("cm") for name in self.names])
        first = np.asarray(self.glyphs[:, 0])[self.ends[:-1]]
        fits = np.append(modern, False)[np.minimum(first, len(modern))] & (self.lengths >= 4) & (self.lengths <= 10)
        common = np.zeros(len(vocabulary), bool)
        common[np.argsort(-np.bincount(self.tokens, minlength=len(vocabulary)))[:COMMON]] = True
        fits &= np.minimum.reduceat(common[np.asarray(self.tokens)], self.token_ends[:-1])
        chosen = fits & ((np.arange(self.count) % ASIDE == 0) == aside)
        self.cumulative = np.cumsum(chosen / chosen.sum())


class Patches(nn.Module):
    """In the stem's place: one linear map of each 16x8 patch, as SigLIP-2 and ViT have it."""

    def __init__(self, config: VisionConfig):
        super().__init__()
        size = (config.patch_height, config.patch_width)
        self.embed = nn.Conv2d(1, config.hidden_size, size, size)
        self.norm = LayerNorm(config.hidden_size)

    def forward(self, ink: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        x = self.embed(ink)
        return x, x


def layers(encoder: int, decoder: int):
    return lambda config: dataclasses.replace(
        config, num_hidden_layers=decoder, way_layer=0, vision=dataclasses.replace(config.vision, num_hidden_layers=encoder)
    )


def width(heads: int):
    """64 a head; one pair of keys and values for all."""
    wide = 64 * heads
    vision = {"hidden_size": wide, "intermediate_size": 4 * wide, "num_attention_heads": heads, "stem_channels": (32, 64, 64, 128, 128, wide)}
    return lambda config: dataclasses.replace(
        config, hidden_size=wide, intermediate_size=176 * heads, num_attention_heads=heads, num_key_value_heads=1,
        vision=dataclasses.replace(config.vision, **vision),
    )  # fmt: skip


def blind(model: Reader) -> None:
    """No row and column positions: where a patch stands is left to the order of the patches."""
    for module in (model.vision_tower, model.mm_projector):
        for name in ("position_row", "position_column"):
            getattr(module, name).data.zero_()
            getattr(module, name).requires_grad_(False)


def projector_blind(model: Reader) -> None:
    for name in ("position_row", "position_column"):
        getattr(model.mm_projector, name).data.zero_()
        getattr(model.mm_projector, name).requires_grad_(False)


def linear_patches(model: Reader) -> None:
    model.vision_tower.stem = Patches(model.config.vision)


# name -> what differs: `config` and `model` change what is built, `look` and `see` are weights of side losses
RUNS: dict[str, dict] = {
    "as shipped": {},
    "another seed": {"seed": 1},
    "no pointer": {"look": 0.0},
    "no glyph loss": {"see": 0.0},
    "neither": {"look": 0.0, "see": 0.0},
    "AdamW for the matrices too": {"muon": False},
    "linear patches in place of the stem": {"model": linear_patches, "see": 0.0},
    "4 encoder and 3 decoder layers": {"config": layers(4, 3)},
    "1 encoder and 6 decoder layers": {"config": layers(1, 6)},
    "width 192": {"config": width(3)},
    "width 256, one pair of keys and values": {"config": width(4)},
    "width 320": {"config": width(5)},
    "no positions in the projector": {"model": projector_blind},
    "no row and column positions": {"model": blind},
}


def evaluate(model: Reader, formulas: Short, before: torch.Tensor, pictures: int = 1200) -> tuple[float, float]:
    """Text loss and share of right tokens, averaged over tokens."""
    model.eval()
    stream, seen, tokens, loss, right = batches(formulas, np.random.default_rng(5), BUDGET), 0, 0, 0.0, 0.0
    with torch.no_grad():
        while seen < pictures:
            batch = next(stream)
            _, parts = losses(model, batch, before, False, 0.0, 0.0)
            count = int((batch["targets"] >= 0).sum())
            loss, right, tokens, seen = loss + parts["text"] * count, right + parts["accuracy"] * count, tokens + count, seen + batch["samples"]
    return loss / tokens, right / tokens


def run(name: str, pack: str, vocabulary: list[str], steps: int, seed: int) -> dict:
    change = RUNS[name]
    seed += change.get("seed", 0)
    torch.manual_seed(seed)
    with open(pack + "/classes.json") as file:
        classes = json.load(file)["count"]
    config = change.get("config", lambda config: config)(Config(len(vocabulary), glyph_classes=classes))
    model = Reader(config)
    change.get("model", lambda model: None)(model)
    named = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    slices, at = {}, 0
    for key, p in named:
        slices[key] = (at, p.numel())
        at += p.numel()
    q, kv = config.num_attention_heads * config.head_dim, config.num_key_value_heads * config.head_dim
    parts = {"qkv_proj": [q, kv, kv], "gate_up_proj": [config.intermediate_size] * 2}
    update = optimizer.Optimizer(named, slices, torch.zeros(at), torch.zeros(at), parts, 0.01, 1e-3, 0.05)
    if not change.get("muon", True):
        update.matrices, update.rest = [], named
    before = torch.tensor([vocabulary.index(token) for token in BEFORE_IMAGE])
    # the same pictures in the same order for all of one seed
    stream, seen, mean = batches(Short(pack, vocabulary, False), np.random.default_rng(seed), BUDGET), 0, 0.0
    look, see = change.get("look", 0.5), change.get("see", 0.5)
    began = time.process_time()
    for step in range(steps):
        batch = next(stream)
        loss, told = losses(model, batch, before, step < STEM_STEPS and see > 0, look, see)
        for _, p in named:
            p.grad = None
        loss.backward()
        update.step(step + 1, rate(step, steps, 0.4 * steps, step))
        seen += batch["samples"]
        mean = 0.98 * mean + 0.02 * told["text"]
        if step % 100 == 99:
            print(f"{name}: step {step + 1}, {seen} pictures, text {mean:.3f}, {time.process_time() - began:.0f} s", flush=True)
    text, right = evaluate(model, Short(pack, vocabulary, True), before)
    size = sum(p.numel() for key, p in named if "glyph_head" not in key)
    cpu = round((time.process_time() - began) / 60, 1)
    return {"run": name, "seed": seed, "steps": steps, "pictures": seen, "parameters": size, "text": round(text, 3), "right": round(right, 3), "cpu": cpu}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pack")
    parser.add_argument("vocabulary")
    parser.add_argument("out")
    parser.add_argument("--steps", type=int, default=400)
    parser.add_argument("--only", help="names of runs, joined by commas")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    torch.set_num_threads(1)
    data.choose_scale = lambda rng, width, height, limit: float(rng.uniform(5, 6))
    data.picture = lambda layout, rng, x_height, neighbor=None: compose.picture(layout, None, x_height)
    with open(args.vocabulary) as file:
        vocabulary = json.load(file)
    for name in args.only.split(",") if args.only else RUNS:
        result = run(name, args.pack, vocabulary, args.steps, args.seed)
        with open(args.out, "a") as file:
            file.write(json.dumps(result) + "\n")
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
