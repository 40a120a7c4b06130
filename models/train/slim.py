"""A checkpoint in a quarter of its size, in parts of at most 16 MiB, and the checkpoint again from them.

usage: python slim.py CHECKPOINT.pt PARTS_DIR        writes weights.00, weights.01, ... and weights.json
       python slim.py --join PARTS_DIR CHECKPOINT.pt
Weights are kept in fp16. Their average (as its distance from them) and the momentum are kept in 8 bits, each block of
256 with its own scale; AdamW's second moments in bf16, where there are any. Training goes on from it as from the whole.
"""

import hashlib
import io
import json
import os
import sys

import torch

BLOCK = 256
PART = 16 * 2**20


def blockwise(values: torch.Tensor) -> dict[str, torch.Tensor]:
    """Flat f32 as int8 [blocks, 256] and the scale of each block, f32 [blocks, 1]."""
    blocks = torch.nn.functional.pad(values, (0, -len(values) % BLOCK)).view(-1, BLOCK)
    scale = blocks.abs().amax(1, keepdim=True) / 127
    return {"codes": (blocks / scale.clamp_min(1e-30)).round().to(torch.int8), "scale": scale}


def flat(kept: dict[str, torch.Tensor], size: int) -> torch.Tensor:
    return (kept["codes"] * kept["scale"]).view(-1)[:size]


def slimmed(saved: dict) -> dict:
    weights = saved["flat"].cpu().half()
    second = {name: saved["second"][start : start + size].cpu().bfloat16() for name, (start, size) in saved["slices"].items()}
    return {
        **{key: saved[key] for key in ("config", "slices")}, "counters": saved["counters"].cpu(),
        "buffers": {name: buffer.cpu() for name, buffer in saved["buffers"].items()},
        "flat": weights, "average": blockwise(saved["average"].cpu() - weights.float()), "first": blockwise(saved["first"].cpu()),
        "second": {name: values for name, values in second.items() if values.any()},
    }  # fmt: skip


def fattened(slim: dict) -> dict:
    """A checkpoint as train.py saves it."""
    weights = slim["flat"].float()
    size, second = len(weights), torch.zeros(len(weights))
    for name, values in slim["second"].items():
        start, length = slim["slices"][name]
        second[start : start + length] = values.float()
    return {**slim, "flat": weights, "average": weights + flat(slim["average"], size), "first": flat(slim["first"], size), "second": second}


def write_parts(checkpoint: str, folder: str, part: int = PART) -> None:
    """The parts, and last weights.json, which says that all of them are there."""
    buffer = io.BytesIO()
    torch.save(slimmed(torch.load(checkpoint, map_location="cpu", weights_only=True)), buffer)
    data = buffer.getvalue()
    os.makedirs(folder, exist_ok=True)
    names = [f"weights.{number:02d}" for number in range(-(-len(data) // part))]
    for number, name in enumerate(names):
        with open(f"{folder}/{name}", "wb") as file:
            file.write(data[number * part : (number + 1) * part])
    with open(folder + "/weights.json", "w") as file:
        json.dump({"parts": names, "sha256": hashlib.sha256(data).hexdigest()}, file)


def join_parts(folder: str, checkpoint: str) -> None:
    with open(folder + "/weights.json") as file:
        listed = json.load(file)
    data = b""
    for name in listed["parts"]:
        with open(f"{folder}/{os.path.basename(name)}", "rb") as file:
            data += file.read()
    if hashlib.sha256(data).hexdigest() != listed["sha256"]:
        raise SystemExit(f"The parts in {folder} are damaged or not of one checkpoint. Copy all of them again, with their weights.json.")
    torch.save(fattened(torch.load(io.BytesIO(data), weights_only=True)), checkpoint + ".part")
    os.replace(checkpoint + ".part", checkpoint)


def main() -> None:
    if len(sys.argv) == 4 and sys.argv[1] == "--join":
        join_parts(*sys.argv[2:])
    elif len(sys.argv) == 3:
        write_parts(*sys.argv[1:])
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
