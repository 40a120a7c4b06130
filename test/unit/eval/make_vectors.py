"""Makes vectors.json: what independent implementations say about fixed and random strings.

    pip install sacrebleu==2.6.0 rapidfuzz==3.14.6
    python make_vectors.py path/to/UniMERNet/test.py

BLEU and its tokens come from sacrebleu (tokenizer 13a, no smoothing), distances from rapidfuzz, compact forms from
UniMERNet's own `normalize_text`, which is taken from its test.py.
"""
import ast
import json
import pathlib
import random
import re
import sys

import sacrebleu
from rapidfuzz.distance import Levenshtein
from sacrebleu.tokenizers.tokenizer_13a import Tokenizer13a

FORMULAS = [
    r"x = \frac { - b \pm \sqrt { b ^ { 2 } - 4 a c } } { 2 a }",
    r"\int _ { - \infty } ^ { \infty } e ^ { - x ^ { 2 } } d x = \sqrt { \pi }",
    r"\sum _ { n = 1 } ^ { \infty } \frac { 1 } { n ^ { s } } = \prod _ { p } \frac { 1 } { 1 - p ^ { - s } }",
    r"\left| \langle u , v \rangle \right| \leq \| u \| \cdot \| v \|",
    r"\operatorname { s i n } ^ { 2 } \theta + \operatorname { c o s } ^ { 2 } \theta = 1",
    r"\operatorname * { l i m } _ { x \to 0 } \frac { \sin x } { x } = 1 , \quad x \neq 0 .",
    r"\mathrm { d i v } \mathbf { B } = 0 \ \text { f o r ~ a l l } \ t",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix} ^ { - 1 }",
    r"f ( x ) = 3 . 1 4 , 2 - 1 \lt 1 0",
    r"\alpha \beta a b \ c \  d { \cal L } \, , \; !",
    "a  b c é à ² x ½ y Ω ( Ω ) Ω z",
    r"\mathbf { x y } _ { 1 0 } ' \# \$ \% \& 1 - 2 , 3 . 5",
    "",
    "x",
]
TEXTS = ["3.14,2-1<10", "a.b,c-d'e 1,000.50 (x)-[y] ,,.. 2-- -3", "&lt;a&amp;b&gt; &quot;q&quot;", "x<skipped>y-\nz\nw", ".,", "é,²-3"]


def normalize_text(test_py):
    tree = ast.parse(pathlib.Path(test_py).read_text())
    body = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "normalize_text"]
    scope = {"re": re}
    exec(compile(ast.Module(body, []), test_py, "exec"), scope)
    return scope["normalize_text"]


def main():
    rng = random.Random(7)
    compact = normalize_text(sys.argv[1])
    alphabet = ["\\", "\\alpha", "\\mathrm", "{", "}", "^", "_", "a", "b", "xy", "1", "20", ",", ".", "-", "'", "(", "&", "é", "~"]
    noise = [" ".join(rng.choices(alphabet, k=rng.randrange(1, 14))) for _ in range(80)]
    spaced = [text.strip() for text in FORMULAS + noise]
    compacted = [compact(text) for text in spaced]
    texts = TEXTS + compacted

    tokenizer = Tokenizer13a()
    damaged = []
    for text in compacted:
        chars = [c for c in text if rng.random() > 0.06]
        for _ in range(rng.randrange(0, 3)):
            chars.insert(rng.randrange(len(chars) + 1), rng.choice("ab{}\\,1 "))
        damaged.append("".join(chars))
    groups = [range(0, 14), range(14, 60), range(60, len(compacted)), [0], [13], range(len(compacted))]
    vectors = {
        "compact": [[text, short] for text, short in zip(spaced, compacted)],
        "tokens": [[text, tokenizer(text).split()] for text in texts],
        "distance": [[a, b, Levenshtein.normalized_distance(a, b)] for a, b in zip(compacted, damaged)],
        "bleu": [],
    }
    for group in groups:
        predictions, references = [damaged[i] for i in group], [compacted[i] for i in group]
        for left, right in ((predictions, references), (references, references)):
            score = sacrebleu.corpus_bleu(left, [right], smooth_method="none", tokenize="13a", force=True).score / 100
            vectors["bleu"].append({"predictions": left, "references": right, "score": score})
    lists = [
        json.dumps(name) + ": [\n" + ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries) + "\n]"
        for name, entries in vectors.items()
    ]
    pathlib.Path(__file__).with_name("vectors.json").write_text("{\n" + ",\n".join(lists) + "\n}\n")


main()
