"""Logits of the published weights as PyTorch computes them, for test/golden.

Reads a model folder (fp16 safetensors, computed here in fp32) and the gray pictures in OUT_DIR/inputs/.
Writes vectors.json (what was asked) and vectors.bin (the logits, little-endian fp32). A solver, which is shown no blank
patches, is asked a question. OUT_DIR is test/golden, or test/golden/solver for a folder of that name.

usage: python models/train/golden.py [MODEL_DIR [OUT_DIR]]
"""

import hashlib
import json
import re
import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file

from diagrams.batches import inked
from diagrams.words import Words
from model import Config, Reader, VisionConfig

ROOT = Path(__file__).resolve().parents[2]
BEFORE = ["<|user|>"]
PROMPTS = {False: "<|latex|><|assistant|><nothink>", True: "What is $x$?<|assistant|><think>"}  # by whether it solves
ANSWER = 24  # tokens of the answer that are written before the comparison ends


def read_config(values: dict) -> Config:
    vision = {name: value for name, value in values["vision_config"].items() if name in VisionConfig.__annotations__}
    rest = {name: value for name, value in values.items() if name in Config.__annotations__}
    return Config(**rest, vision=VisionConfig(**vision))


def load(folder: Path) -> Reader:
    """The reader with published weights: the stem's batch norms, folded in them, only add the bias."""
    model = Reader(read_config(json.loads((folder / "config.json").read_text())))
    weights = {}
    for name, tensor in load_file(folder / "model.safetensors").items():
        tensor = tensor.float()
        if stem := re.match(r"model\.vision_tower\.stem\.(\d+)\.(weight|bias)", name):
            part = f"convolutions.{stem[1]}.weight" if stem[2] == "weight" else f"norms.{stem[1]}.bias"
            weights[f"vision_tower.stem.{part}"] = tensor
            continue
        name = name.removeprefix("model.").replace("vision_tower.encoder.layers.", "vision_tower.layers.")
        name = re.sub(r"^mm_projector\.(\d)\.", r"mm_projector.fc\1.", name)
        weights[re.sub(r"^(layers\.\d+)\.(self_attn|mlp)\.", r"\1.", name)] = tensor
    missing, unexpected = model.load_state_dict(weights, strict=False)
    left = [name for name in missing if not re.match(r"glyph_head|vision_tower\.stem\.norms", name)]
    assert not left and not unexpected, (left, unexpected)
    for norm in model.vision_tower.stem.norms:
        norm.running_var.fill_(1 - norm.eps)  # mean 0 and a root of 1: nothing is scaled
    return model.eval()


def read_ink(path: Path, config: VisionConfig) -> torch.Tensor:
    """Gray picture -> [1,1,H,W], ink 1 and paper 0, padded with paper to whole patches."""
    ink = 1 - np.asarray(Image.open(path).convert("L"), np.float32) / 255
    height, width = ink.shape
    ink = np.pad(ink, ((0, -height % config.patch_height), (0, -width % config.patch_width)))
    return torch.from_numpy(ink)[None, None]


@torch.no_grad()
def main(folder: Path, out: Path) -> None:
    torch.set_num_threads(1)  # one order of additions, and steps too small to share
    model = load(folder)
    vision = model.config.vision
    vocabulary = json.loads((folder / "tokenizer.json").read_text())["model"]["vocab"]
    solves = bool(json.loads((folder / "config.json").read_text())["vision_config"].get("drops_masked_patches"))
    words = Words(sorted(vocabulary, key=vocabulary.get))
    before = torch.tensor([vocabulary[token] for token in BEFORE])
    parts = [part for part in re.split(r"(<[^<>]+>)", PROMPTS[solves]) if part]
    after = torch.tensor([k for part in parts for k in ([vocabulary[part]] if part[0] == "<" else words.encode(part))])
    cases, rows = [], []
    for path in sorted((out / "inputs").glob("*.png")):
        ink = read_ink(path, vision)
        patches = ink.shape[2] // vision.patch_height * (ink.shape[3] // vision.patch_width)
        shown = np.flatnonzero(inked((255 * ink[0, 0]).round().byte().numpy())) if solves else np.arange(patches)
        kept = torch.from_numpy(shown)[None] if solves else None
        visible = torch.ones(1, len(shown), dtype=torch.bool)
        answer = model.generate(ink, visible, before, after, vocabulary["<|end|>"], limit=ANSWER, kept=kept)[0]
        tokens = torch.cat([after, torch.tensor(answer, dtype=torch.long)])
        logits = model(ink, visible, before, tokens[None], kept=kept)[0][0, len(after) - 1 :]
        places = sorted({0, len(answer) // 2, len(answer)})  # after this many tokens of the answer
        cases.append({"file": path.name, "answer": answer, "places": places})
        rows.append(logits[places])
    bytes_ = torch.cat(rows).numpy().astype("<f4").tobytes()
    weights = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    lines = ",\n  ".join(json.dumps(case) for case in cases)
    prompt = json.dumps("".join([*BEFORE, "<image>", PROMPTS[solves]]))
    head = f'"weights": "{weights}",\n "prompt": {prompt},\n "vocabulary": {model.config.vocab_size}'
    out.mkdir(parents=True, exist_ok=True)
    (out / "vectors.bin").write_bytes(bytes_)
    (out / "vectors.json").write_text(f'{{\n {head},\n "cases": [\n  {lines}\n ]\n}}\n')


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "models/bundled"
    default = ROOT / "test/golden" / ("solver" if folder.name == "solver" else "")
    main(folder, Path(sys.argv[2]) if len(sys.argv) > 2 else default)
