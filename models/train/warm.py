"""Starts training from what was trained before: a published model folder, or a checkpoint with fewer tokens or classes."""

import torch
import torch.nn.functional as F
from safetensors.torch import load_file

from model import Config, Reader


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


@torch.no_grad()
def grow(saved: dict, vocabulary: int, classes: int) -> dict:
    """A checkpoint for a larger vocabulary and more glyph classes; old tokens and classes keep their numbers."""
    config = {**saved["config"], "vocab_size": vocabulary, "glyph_classes": classes}
    model = Reader(Config.from_dict(config))
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
