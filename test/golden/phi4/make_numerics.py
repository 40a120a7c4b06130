"""Writes numerics.json and numerics.bin: what the official code computes with a tiny model whose weights come of seeds.

    python test/golden/phi4/make_numerics.py     (test/fixtures/phi4/official.py says what it needs)

Weights are as in a bf16 checkpoint; the arithmetic is fp32. numerics.bin holds fp32 numbers: for each case the image
features of every 16th patch of its pictures, then the logits at its places (of the whole prompt), then the logits
after each token of its answer.
"""
import io
import json
import math
import pathlib
import sys

import numpy as np
import torch
import transformers
from PIL import Image

FIXTURES = pathlib.Path(__file__).parents[2] / 'fixtures' / 'phi4'
sys.path.insert(0, str(FIXTURES))

from official import modeling, processing  # noqa: E402
from pictures import picture, scramble  # noqa: E402

HERE = pathlib.Path(__file__).parent
MODEL = FIXTURES / 'model'
DECODED = 32
VARIANTS = {'full': {}, 'partial': {'partial_rotary_factor': 0.5, 'rope_theta': 10000.0}}
ONE = [{'seed': 103, 'mode': 'RGB', 'width': 300, 'height': 200}]
THREE = [
    {'seed': 101, 'mode': 'RGBA', 'width': 90, 'height': 140},
    {'seed': 102, 'mode': 'L', 'width': 16, 'height': 1500},
    {'seed': 104, 'mode': 'RGB', 'width': 620, 'height': 250},
]
CASES = [
    ([], 'What is the sum of the first 100 numbers?', 'auto'),
    (ONE, '<image>\nWhat does this picture show?', 'think'),
    (THREE, '<image>\n<image>\n<image>\nWhich of the three shows a triangle?', 'nothink'),
]
MARKS = {'auto': '', 'think': '<think>', 'nothink': '<|dummy_84|>'}


def describe(name: str, shape: list[int]) -> dict:
    """How a tensor is made: `exponent` scales uniform noise in (-1, 1); norms' weights lie around 1."""
    if len(shape) == 1 and 'norm' in name and name.endswith('.weight'):
        return {'name': name, 'shape': shape, 'exponent': None}
    inputs = shape[-1] if len(shape) > 1 else 48
    exponent = round(math.log2(math.sqrt(3 / inputs)))  # keeps the variance of what it multiplies
    if 'embed' in name and 'patch' not in name or 'lm_head' in name:
        exponent = 0 if 'embed' in name else -2
    if 'q_proj' in name or 'k_proj' in name or 'qkv_proj' in name:
        exponent += 1  # attention that looks at something
    return {'name': name, 'shape': shape, 'exponent': exponent}


def values(seed: int, shape: list[int], exponent: int | None) -> np.ndarray:
    """Numbers of eight bits: exact in bf16, in fp16 and in fp32."""
    count = int(np.prod(shape))
    bits = scramble(np.arange(count, dtype=np.uint32) + scramble(seed)) >> np.uint32(24)
    if exponent is None:
        numbers = (128 + (bits & np.uint32(254))).astype(np.float64) / 256
    else:
        numbers = (2.0 * bits - 255) * 2.0 ** (exponent - 8)
    return numbers.astype(np.float32).reshape(shape)


def make_model(seed: int, changes: dict):
    config = modeling.Phi4VisionR(**{**json.loads((MODEL / 'config.json').read_text()), **changes})
    model = modeling.Phi4ForCausalLMV(config)
    model.get_vision_tower().load_model(skip_weights=True)
    state = model.state_dict()
    tensors = [describe(name, list(state[name].shape)) for name in sorted(state)]
    weights = {t['name']: values(seed + i, t['shape'], t['exponent']) for i, t in enumerate(tensors)}
    assert all((torch.tensor(w) == torch.tensor(w).bfloat16().float()).all() for w in weights.values())
    model.load_state_dict({name: torch.tensor(w) for name, w in weights.items()}, strict=True)
    return model.float().eval(), tensors


class Tie(Exception):
    """Rounding would decide between two tokens: another seed is needed."""


@torch.inference_mode()
def run(model, processor, pictures: list[dict], question: str, mode: str) -> tuple[dict, list[np.ndarray]]:
    tokenizer = processor.tokenizer
    messages = [{'role': 'user', 'content': question}]
    prompt = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True) + MARKS[mode]
    images = [Image.open(io.BytesIO(picture(**one))) for one in pictures]
    inputs = processor(text=prompt, images=images or None, return_tensors='pt')
    length = inputs['input_ids'].shape[1]
    answer = model.generate(
        **{name: value.clone() for name, value in inputs.items()}, max_new_tokens=DECODED + 1, do_sample=False,
        use_cache=True, eos_token_id=None, pad_token_id=0, output_logits=True, return_dict_in_generate=True,
    )
    made = answer.sequences[0, -(DECODED + 1):].tolist()
    decoded = torch.cat(answer.logits, 0)[1:].numpy()

    # The whole of prompt and answer at once must agree: generate() keeps its cache rightly.
    whole = {name: value.clone() for name, value in inputs.items()}
    whole['input_ids'] = torch.cat([whole['input_ids'], torch.tensor([made[:-1]])], 1)
    whole['attention_mask'] = torch.ones_like(whole['input_ids'])
    logits = model(**whole, use_cache=False).logits[0].numpy()
    assert np.abs(logits[-DECODED:] - decoded).max() < 1e-4 * np.abs(decoded).max()
    ends = np.sort(logits[-DECODED - 1:], -1)
    if (ends[:, -1] - ends[:, -2]).min() < 2e-4 * np.abs(decoded).max():
        raise Tie

    prefilled = logits[:len(logits) - DECODED]
    rows = [int(r * c) for r, c in inputs['spatial_shapes']] if pictures else []
    ids = inputs['input_ids'][0].tolist()
    assert len(ids) == length and len(prefilled) == length - len(rows) + sum(rows)
    features = []
    if pictures:
        batch = {key: inputs[key] for key in ('pixel_values', 'pixel_attention_mask', 'spatial_shapes')}
        features = [feature[::16].numpy() for feature in model.encode_images(batch)]
    places = sorted({*range(0, len(prefilled), 7), len(prefilled) - 1})
    case = {'pictures': pictures, 'question': question, 'mode': mode, 'ids': ids, 'rows': rows, 'places': places,
            'answer': made}
    return case, [*features, prefilled[places], decoded]


torch.manual_seed(0)
tokenizer = transformers.AutoTokenizer.from_pretrained(MODEL)
preprocessing = json.loads((MODEL / 'preprocessor_config.json').read_text())
limits = {name: preprocessing[name] for name in ('patch_size', 'min_num_patches', 'max_num_patches')}
image_processor = modeling.Siglip2ImageProcessorNoUpscale(**limits, do_convert_rgb=True)
processor = processing.Phi4VisionRProcessor(image_processor=image_processor, tokenizer=tokenizer)


def run_variant(name: str, changes: dict) -> tuple[list[dict], dict, list[np.ndarray]]:
    for seed in range(1000, 50000, 1000):
        try:
            model, tensors = make_model(seed, changes)
            results = [run(model, processor, *case) for case in CASES]
        except Tie:
            continue
        variant = {'name': name, 'changes': changes, 'seed': seed, 'cases': [case for case, _ in results]}
        return tensors, variant, [part for _, parts in results for part in parts]
    raise Tie


variants, numbers = [], []
for name, changes in VARIANTS.items():
    tensors, variant, parts = run_variant(name, changes)
    variants.append(variant)
    numbers += [np.ascontiguousarray(part, np.float32).tobytes() for part in parts]
versions = {'torch': torch.__version__, 'transformers': transformers.__version__}
text = json.dumps({**versions, 'tensors': tensors, 'variants': variants}, indent=None)
(HERE / 'numerics.json').write_text(text.replace('{"name"', '\n{"name"').replace('{"pictures"', '\n{"pictures"') + '\n')
(HERE / 'numerics.bin').write_bytes(b''.join(numbers))
