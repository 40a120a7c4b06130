"""Starts training from what was trained before: a published model folder, or a checkpoint with fewer tokens or classes."""

import torch
import torch.nn.functional as F
from safetensors.torch import load_file

from diagrams.words import ACROSS, DOWN, STEP
from model import Config, Reader, VisionConfig


def published_name(name: str) -> str:
    """The name under which export.py writes a parameter of the transformer, the projector or the embeddings."""
    name = name.replace("vision_tower.layers.", "vision_tower.encoder.layers.")
    name = name.replace("mm_projector.fc0.", "mm_projector.0.").replace("mm_projector.fc2.", "mm_projector.2.")
    if name.startswith("layers."):
        for part in ("qkv_proj", "o_proj"):
            name = name.replace(f".{part}.", f".self_attn.{part}.")
        for part in ("gate_up_proj", "down_proj"):
            name = name.replace(f".{part}.", f".mlp.{part}.")
    return name if name.startswith("lm_head") else "model." + name


def is_published(name: str) -> bool:
    return not name.startswith(("vision_tower.stem.", "glyph_head."))


@torch.no_grad()
def warm_start(model: Reader, folder: str, ink: torch.Tensor) -> None:
    """Copies the weights of `folder` into `model`; `ink` [B,1,H,W] is a batch by which batch norm is set up again.

    A folded convolution gives y + b. Batch norm over y with gain sd(y) and offset b + mean(y) gives the same, and
    from there on trains as usual. The glyph head is not published and starts anew.
    """
    weights = {name: tensor.float() for name, tensor in load_file(folder + "/model.safetensors").items()}
    for name, p in model.named_parameters():
        if is_published(name):
            p.copy_(weights[published_name(name)])
    x = ink
    for index, (convolution, norm) in enumerate(zip(model.vision_tower.stem.convolutions, model.vision_tower.stem.norms)):
        convolution.weight.copy_(weights[f"model.vision_tower.stem.{index}.weight"])
        bias = weights[f"model.vision_tower.stem.{index}.bias"]
        y = convolution(x)
        variance, mean = torch.var_mean(y, (0, 2, 3), correction=0)
        norm.weight.copy_(torch.sqrt(variance + norm.eps))
        norm.bias.copy_(bias + mean)
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(variance)
        x = F.relu(y + bias[:, None, None])


def widened(old: torch.Tensor, new: torch.Tensor, name: str, classes: int) -> torch.Tensor:
    """`old` in the place that it has in `new`. New rows of the heads are the mean of the old: likelier than none, never first."""
    if old.shape == new.shape:
        return old
    out = new.clone()
    if name.startswith("glyph_head."):
        # two halves of a cell, each with its classes and, last, whether there is a glyph at all
        halves, before = out.view(2, -1, *out.shape[1:]), old.view(2, -1, *old.shape[1:])
        halves[:, :classes], halves[:, -1] = before[:, :classes], before[:, -1]
        halves[:, classes:-1] = before[:, :classes].mean(1, keepdim=True)
    else:
        out[: len(old)] = old
        if name == "lm_head.weight":
            out[len(old) :] = old.mean(0)
    return out


def place_rows(vocabulary: list[str], table: torch.Tensor, across: bool) -> tuple[list[int], torch.Tensor]:
    """Numbers of the tokens for places across (or down) and the positions that patches there have, from the projector's table."""
    names = {name: k for k, name in enumerate(ACROSS if across else DOWN)}
    tokens = [number for number, name in enumerate(vocabulary) if name in names]
    size = VisionConfig().patch_width if across else VisionConfig().patch_height
    at = torch.tensor([(names[vocabulary[number]] + 0.5) * STEP / size - 0.5 for number in tokens]).clamp(0, len(table) - 1)
    low = at.long().clamp(max=len(table) - 2)
    return tokens, torch.lerp(table[low], table[low + 1], (at - low)[:, None])


@torch.no_grad()
def grow(saved: dict, vocabulary: list[str], classes: int) -> dict:
    """A checkpoint for a larger vocabulary and more glyph classes; old tokens and classes keep their numbers.

    A token for a place begins as the position that the patches there have.
    """
    config = {**saved["config"], "vocab_size": len(vocabulary), "glyph_classes": classes}
    model = Reader(Config.from_dict(config))
    known = saved["config"]["vocab_size"]
    for across, name in ((True, "position_column"), (False, "position_row")):
        begin, size = saved["slices"]["mm_projector." + name]
        table = saved["average"][begin : begin + size].view(-1, saved["config"]["hidden_size"])
        tokens, rows = place_rows(vocabulary, table, across)
        for number, row in zip(tokens, rows):
            if number >= known:
                model.embed_tokens.weight[number] = row
    parts: dict[str, list[torch.Tensor]] = {key: [] for key in ("flat", "average", "first", "second")}
    slices, at = {}, 0
    shapes = {name: p.shape for name, p in Reader(Config.from_dict(saved["config"])).named_parameters()}
    for name, p in model.named_parameters():
        start, size = saved["slices"][name]
        for key, pieces in parts.items():
            begins = p.detach() if key in ("flat", "average") else torch.zeros_like(p)
            old = saved[key][start : start + size].view(shapes[name])
            pieces.append(widened(old, begins, name, saved["config"]["glyph_classes"]).reshape(-1))
        slices[name] = (at, p.numel())
        at += p.numel()
    return {**saved, "config": config, "slices": slices, **{key: torch.cat(pieces) for key, pieces in parts.items()}}
