"""What beam search would be worth: greedy readings beside those of a beam, on degraded pictures of held-out formulas.

usage: python beam.py CHECKPOINT.pt VOCABULARY.json LAYOUT_DIR[:LAYOUT_DIR] [--from 2310] [--count 150] [--beams 4] [--seed 0]
Prints the token edit similarity and the share of readings right to the last token of both, and how much longer beams take.
"""

import argparse
import glob
import json
import os
import time

import numpy as np
import torch

from compose import Unprintable, picture
from export import load
from model import Reader
from vocabulary import AFTER_IMAGE, BEFORE_IMAGE

LIMIT = 240


def drawn(folders: str, first: int, count: int, vocabulary: list[str], rng: np.random.Generator):
    """Ink f32 [1,1,H,W] in whole patches and token ids of `count` held-out formulas."""
    ids = {token: index for index, token in enumerate(vocabulary)}
    files = sorted(path for part in folders.split(":") for path in glob.glob(part + "/*.npz") if int(os.path.basename(path)[:-4]) >= first)
    made = 0
    while made < count:
        data = np.load(files[int(rng.integers(len(files)))])
        index = int(rng.integers(len(data["ends"]) - 1))
        a, b = data["ends"][index], data["ends"][index + 1]
        tokens = data["tokens"][data["token_ends"][index] : data["token_ends"][index + 1]].tolist()
        if not all(token in ids for token in tokens) or len(tokens) > LIMIT:
            continue
        try:
            ink, _ = picture({"glyphs": data["glyphs"][a:b], "names": data["fonts"].tolist(), "sizes": data["sizes"]}, rng, float(rng.uniform(7, 8.7)))
        except Unprintable:
            continue
        rows, columns = -(-ink.shape[0] // 16), -(-ink.shape[1] // 8)
        if rows * columns > 960 or rows > 60 or columns > 250:
            continue
        whole = np.zeros((rows * 16, columns * 8), np.float32)
        whole[: ink.shape[0], : ink.shape[1]] = ink / 255
        made += 1
        yield torch.from_numpy(whole)[None, None], [ids[token] for token in tokens]


@torch.no_grad()
def search(model: Reader, ink: torch.Tensor, before: torch.Tensor, after: torch.Tensor, end: int, beams: int) -> list[int]:
    """The reading of the greatest mean log probability a token that a beam of this width finds; width 1 is greedy."""
    visible = torch.ones(1, ink.shape[2] // 16 * (ink.shape[3] // 8), dtype=torch.bool)
    rows, _ = model.encode(ink, visible)
    x = torch.cat([model.embed_tokens(before)[None], rows, model.embed_tokens(after)[None]], 1)
    caches: list[list] = [[] for _ in model.layers]
    mask = torch.full((x.shape[1], x.shape[1]), -1e9).triu(1)[None, None]
    position = torch.arange(x.shape[1])[None]
    texts, scores = [[]], torch.zeros(1)
    finished: list[tuple[float, list[int]]] = []
    for step in range(LIMIT):
        rope = model.rope(position)
        for layer, cache in zip(model.layers, caches):
            x, _ = layer(x, mask, rope, cache)
        chances = torch.log_softmax(model.lm_head(model.norm(x[:, -1])), -1)
        total = (scores[:, None] + chances).flatten()
        best = total.topk(2 * beams if beams > 1 else 1).indices.tolist()
        going = []
        for place in best:
            beam, token = divmod(place, chances.shape[1])
            if token == end:
                finished.append((float(total[place]) / (step + 1), texts[beam]))
            elif len(going) < beams:
                going.append((beam, token, float(total[place])))
        # no beam that goes on can become better than it is now by token
        if not going or len(finished) >= beams and max(score for score, _ in finished) >= max(score / (step + 1) for _, _, score in going):
            break
        order = torch.tensor([beam for beam, _, _ in going])
        texts = [[*texts[beam], token] for beam, token, _ in going]
        scores = torch.tensor([score for _, _, score in going])
        for cache in caches:
            cache[:] = [part.index_select(0, order) for part in cache]
        x = model.embed_tokens(torch.tensor([[token] for _, token, _ in going]))
        position = position[:1, -1:] + 1
        mask = torch.zeros(1, 1, 1, caches[0][0].shape[2] + 1)
    return max(finished)[1] if finished else texts[0]


def similarity(a: list[int], b: list[int]) -> float:
    """1 less the edit distance over the longer length."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row, before = [i], row
        for j, y in enumerate(b, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (x != y)))
    return 1 - row[-1] / max(len(a), len(b), 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint")
    parser.add_argument("vocabulary")
    parser.add_argument("layouts")
    parser.add_argument("--from", dest="first", type=int, default=2310)
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--beams", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    torch.set_num_threads(1)
    with open(args.vocabulary) as file:
        vocabulary = json.load(file)
    model = load(args.checkpoint)
    before, after = (torch.tensor([vocabulary.index(token) for token in tokens]) for tokens in (BEFORE_IMAGE, AFTER_IMAGE))
    end = vocabulary.index("<|end|>")
    results: dict[int, list[float]] = {1: [], args.beams: []}
    spent = {width: 0.0 for width in results}
    for ink, wanted in drawn(args.layouts, args.first, args.count, vocabulary, np.random.default_rng(args.seed)):
        for width, found in results.items():
            began = time.process_time()
            found.append(similarity(search(model, ink, before, after, end, width), wanted))
            spent[width] += time.process_time() - began
    for width, found in results.items():
        right = np.mean([value == 1 for value in found])
        print(f"beams {width}: similarity {np.mean(found):.4f}, right {100 * right:.1f} %, time {spent[width] / spent[1]:.1f}")


if __name__ == "__main__":
    main()
