"""Checkpoint -> model folder in the Hugging Face layout, batch norm folded, fp16 safetensors.

usage: python export.py CHECKPOINT.pt VOCABULARY.json OUT_DIR [--solver] [--raw] [--random]
"""

import argparse
import json
import os

import torch
from safetensors.torch import save_file

from diagrams.batches import BLANK, MOST_PATCHES
from diagrams.words import ACROSS, DOWN, PIECE, STEP
from model import Config, Reader
from vocabulary import SPECIAL, spelled
from warm import is_published, published_name

MOST_TOKENS = 620  # of a thought with its answer; three quarters are the thought's, of which the longest has about 420, places included


def load(path: str, raw: bool = False) -> Reader:
    """The averaged weights of a checkpoint (or the last ones), in evaluation mode."""
    saved = torch.load(path, weights_only=False, map_location="cpu")
    model = Reader(Config.from_dict(saved["config"]))
    flat = saved["flat" if raw else "average"]
    with torch.no_grad():
        for name, p in model.named_parameters():
            start, size = saved["slices"][name]
            p.copy_(flat[start : start + size].view(p.shape))
        for name, buffer in model.named_buffers():
            buffer.copy_(saved["buffers"][name])
    return model.eval()


def folded(model: Reader) -> dict[str, torch.Tensor]:
    """Weights under their published names; see ARCHITECTURE.md, "The bundled model's folder"."""
    out: dict[str, torch.Tensor] = {}
    stem = model.vision_tower.stem
    for index, (convolution, norm) in enumerate(zip(stem.convolutions, stem.norms)):
        gain = norm.weight / torch.sqrt(norm.running_var + norm.eps)
        out[f"model.vision_tower.stem.{index}.weight"] = convolution.weight * gain[:, None, None, None]
        out[f"model.vision_tower.stem.{index}.bias"] = norm.bias - norm.running_mean * gain
    for name, p in model.named_parameters():
        if is_published(name):
            out[published_name(name)] = p
    return {name: tensor.detach().half().contiguous() for name, tensor in out.items()}


def places(vocabulary: list[str]) -> dict:
    """Which tokens tell places in the picture (diagrams/words.py), for a vocabulary that has them."""
    if ACROSS[0] not in vocabulary:
        return {}
    steps = lambda names: {"first": vocabulary.index(names[0]), "count": len(names)}  # noqa: E731
    return {"places": {"across": steps(ACROSS), "down": steps(DOWN), "pixels": STEP}}


def tasks(solver: bool, vocabulary: list[str]) -> dict:
    """What generation_config.json says of the tasks: a reader's solver is the model in its folder `solver`."""
    if not solver:
        return {"tasks": ["read"], "companions": {"solve": "solver"}}
    # labels of charts are smaller than others; what training draws is shown as it is
    letters = {"x_height": 7.2, "x_height_range": [4.7, 10.2]}
    solve = {"prompt": "<image>{question}", "auto": "think", "max_new_tokens": MOST_TOKENS, "max_num_patches": MOST_PATCHES, **letters, **places(vocabulary)}
    return {"tasks": ["solve"], "solve": solve}


def write_json(path: str, value: object) -> None:
    with open(path, "w") as file:
        json.dump(value, file, indent=2, ensure_ascii=False)
        file.write("\n")


def tokenizer(vocabulary: list[str]) -> dict:
    words = [token if token in SPECIAL or token.startswith("<|") else spelled(token) for token in vocabulary]
    special = [token for token in vocabulary if token in SPECIAL or token.startswith("<|")]
    return {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [
            {"id": vocabulary.index(token), "content": token, "single_word": False, "lstrip": False, "rstrip": False,
             "normalized": False, "special": token not in ("<think>", "</think>")} for token in special
        ],
        "normalizer": None, "post_processor": None, "decoder": {"type": "Fuse"},
        "pre_tokenizer": {
            "type": "Split", "behavior": "Isolated", "invert": False,
            "pattern": {"Regex": PIECE.pattern},
        },
        "model": {
            "type": "BPE", "dropout": None, "unk_token": "<unk>", "continuing_subword_prefix": None,
            "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False, "ignore_merges": True,
            "vocab": {word: index for index, word in enumerate(words)}, "merges": [],
        },
    }  # fmt: skip


TEMPLATE = (
    "{% for message in messages %}{% if message.role == 'user' %}<|user|>{{ message.content }}"
    "{% else %}<|assistant|>{{ message.content }}<|end|>{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}\n"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint")
    parser.add_argument("vocabulary")
    parser.add_argument("out")
    parser.add_argument("--solver", action="store_true", help="it solves problems and is shown no blank patches")
    parser.add_argument("--raw", action="store_true", help="the last weights in place of their average")
    parser.add_argument("--random", action="store_true", help="ignore the checkpoint: random weights, for tests")
    args = parser.parse_args()
    with open(args.vocabulary) as file:
        vocabulary = json.load(file)
    torch.manual_seed(0)
    model = Reader(Config(len(vocabulary))).eval() if args.random else load(args.checkpoint, args.raw)
    config, vision = model.config, model.config.vision
    os.makedirs(args.out, exist_ok=True)
    index = {token: number for number, token in enumerate(vocabulary)}
    save_file(folded(model), args.out + "/model.safetensors", {"format": "pt"})
    os.chmod(args.out + "/model.safetensors", 0o644)
    write_json(args.out + "/config.json", {
        "model_type": "phi4-siglip", "architectures": ["Phi4ForCausalLMV"], "torch_dtype": "float16",
        "hidden_size": config.hidden_size, "intermediate_size": config.intermediate_size,
        "num_hidden_layers": config.num_hidden_layers, "num_attention_heads": config.num_attention_heads,
        "num_key_value_heads": config.num_key_value_heads, "head_dim": config.head_dim, "rope_theta": config.rope_theta,
        "partial_rotary_factor": 1.0, "rms_norm_eps": config.rms_norm_eps, "vocab_size": config.vocab_size,
        "max_position_embeddings": 4096, "tie_word_embeddings": False, "bos_token_id": index["<|user|>"],
        "eos_token_id": index["<|end|>"], "pad_token_id": index["<pad>"], "mm_projector_type": "mlp2x_gelu",
        "mm_hidden_size": vision.hidden_size,
        "vision_config": {
            "model_type": "marginalia_conv_naflex", "hidden_size": vision.hidden_size,
            "intermediate_size": vision.intermediate_size, "num_hidden_layers": vision.num_hidden_layers,
            "num_attention_heads": vision.num_attention_heads, "num_channels": vision.num_channels,
            "patch_height": vision.patch_height, "patch_width": vision.patch_width,
            "stem_channels": list(vision.stem_channels), "stem_strides": [list(s) for s in vision.stem_strides],
            "hidden_act": "gelu", "layer_norm_eps": vision.layer_norm_eps,
            "max_rows": vision.max_rows, "max_columns": vision.max_columns,
            **({"drops_masked_patches": True} if args.solver else {}),
        },
    })  # fmt: skip
    write_json(args.out + "/tokenizer.json", tokenizer(vocabulary))
    write_json(args.out + "/tokenizer_config.json", {
        "tokenizer_class": "PreTrainedTokenizerFast", "clean_up_tokenization_spaces": False, "unk_token": "<unk>",
        "bos_token": "<|user|>", "eos_token": "<|end|>", "pad_token": "<pad>", "model_max_length": 4096,
    })  # fmt: skip
    with open(args.out + "/chat_template.jinja", "w") as file:
        file.write(TEMPLATE)
    write_json(args.out + "/preprocessor_config.json", {
        "image_processor_type": "MarginaliaImageProcessor", "num_channels": 1, "patch_height": vision.patch_height,
        "patch_width": vision.patch_width, "rescale_factor": 1 / 255, "image_mean": [1.0], "image_std": [-1.0],
        "padding": 4, "x_height": 8.6, "x_height_range": [7.2, 10.2], "min_num_patches": 1, "max_num_patches": 1536,
        **({"blank_below": BLANK} if args.solver else {}),
    })  # fmt: skip
    write_json(args.out + "/generation_config.json", {
        "do_sample": False, "max_new_tokens": 512, "eos_token_id": [index["<|end|>"]], "pad_token_id": index["<pad>"],
        **tasks(args.solver, vocabulary),
    })  # fmt: skip


if __name__ == "__main__":
    main()
