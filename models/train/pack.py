"""Layouts -> one memory-mapped training set, with each glyph told which class it is and which token it prints.

usage: python pack.py LAYOUT_DIR VOCABULARY.json OUT_DIR [--below 2310] [--classes FROM_DIR]
Classes: glyphs of all fonts that print the same token are one class, found by co-occurrence (a glyph and a token that
come together in nearly every formula, the same number of times). Tokens are then matched in reading order where the
counts agree; that covers about half of all tokens, enough for the pointer loss.
LAYOUT_DIR may be several folders, joined by ":". `--classes` keeps the numbers of an earlier pack's classes, so that a
checkpoint trained on it can go on; glyphs that it did not have join the class of the token that they print, or found one.
"""

import argparse
import glob
import json
import os
import re

import numpy as np

from tex.dvi import RULE
from tex.outlines import FIRST, OUTLINE

SHORT = 4  # tokens; prepare.ts lets these stay, too
CODES = 0x110000  # codes of web fonts are Unicode
# What web fonts' brackets print; by co-occurrence the halves of a pair look alike.
BRACKETS = {
    "{": "\\{", "}": "\\}", "\u27e8": "\\langle", "\u27e9": "\\rangle", "\u230a": "\\lfloor", "\u230b": "\\rfloor",
    "\u2308": "\\lceil", "\u2309": "\\rceil",
    **{chr(piece): None for piece in range(0x239B, 0x23AE)},  # parts of tall ones
}  # fmt: skip


def formulas_of(path: str) -> list[tuple[str, ...]]:
    """The tokens of each formula of a layout file."""
    data = np.load(path)
    tokens, stops = data["tokens"].tolist(), data["token_ends"].tolist()
    return [tuple(tokens[a:b]) for a, b in zip(stops, stops[1:])]


def read(folder: str, vocabulary: list[str], below: int):
    """Layouts of the files numbered less than `below`; the others are held out (heldout.py).

    A formula that stands in a held-out file is left out wherever else it stands, in whatever font; but short ones ("x",
    "n=1") belong to nobody and stay.
    """
    paths = sorted(path for part in folder.split(":") for path in glob.glob(part + "/*.npz"))
    is_held = lambda path: int(os.path.basename(path)[:-4]) >= below  # noqa: E731
    held = {formula for path in paths if is_held(path) for formula in formulas_of(path) if len(formula) > SHORT}
    ids = {token: index for index, token in enumerate(vocabulary)}
    names: dict[str, int] = {}
    glyphs, ends, tokens, token_ends, sizes = [], [0], [], [0], {}
    base = token_base = 0
    for path in paths:
        if is_held(path):
            continue
        data = np.load(path)
        texts = formulas_of(path)
        local = [names.setdefault(f"{name}@{size}", len(names)) for name, size in zip(data["fonts"].tolist(), data["sizes"].tolist())]
        for name, size in zip(data["fonts"].tolist(), data["sizes"].tolist()):
            sizes[f"{name}@{size}"] = size
        table = np.array(local + [0], np.int32)
        part = data["glyphs"].copy()
        part[:, 0] = np.where(part[:, 0] >= OUTLINE, part[:, 0], table[np.minimum(part[:, 0], len(local))])
        words = [ids.get(token, -1) for token in data["tokens"].tolist()]
        stops, word_stops = data["ends"], data["token_ends"]
        for index in range(len(stops) - 1):
            mine = words[word_stops[index] : word_stops[index + 1]]
            one = part[stops[index] : stops[index + 1]]
            if texts[index] in held or -1 in mine or np.count_nonzero(one[:, 0] != OUTLINE) > 600:
                continue
            glyphs.append(one)
            base += len(one)
            ends.append(base)
            tokens.append(np.array(mine, np.int16))
            token_base += len(mine)
            token_ends.append(token_base)
    fonts = [{"name": key.rsplit("@", 1)[0], "size": sizes[key]} for key in names]
    return np.concatenate(glyphs), np.array(ends, np.int64), np.concatenate(tokens), np.array(token_ends, np.int64), fonts


def glyph_keys(glyphs: np.ndarray, fonts: list[dict]) -> tuple[np.ndarray, list[str]]:
    """What each row prints, int64 [G]: family * CODES + code, -1 for rules and vertices; and the names of the families.

    A family is a font without its design size. An outline's first row speaks for it, its kind is its code.
    """
    family: dict[str, int] = {}
    of_font = np.array([family.setdefault(re.sub(r"\d+$", "", font["name"]), len(family)) for font in fonts] + [0], np.int64)
    shapes = family.setdefault("web:outline", len(family))
    font, code = glyphs[:, 0], glyphs[:, 1].astype(np.int64)
    keys = of_font[np.minimum(font, len(fonts))] * CODES + code
    keys = np.where(font == OUTLINE, np.where(code >= FIRST, shapes * CODES + code - FIRST, -1), keys)
    return np.where(font == RULE, -1, keys), list(family)


def classify(keys: np.ndarray, ends: np.ndarray, tokens: np.ndarray, token_ends: np.ndarray, count: int, size: int) -> np.ndarray:
    """Token that each glyph key prints, or -1. keys int32 [G] in 0..count-1 (-1: rule)."""
    together = np.zeros((count, size), np.int32)
    equal = np.zeros((count, size), np.int32)
    key_seen, token_seen = np.zeros(count), np.zeros(size)
    formulas = min(len(ends) - 1, 120_000)
    for index in np.linspace(0, len(ends) - 2, formulas).astype(int):
        mine = keys[ends[index] : ends[index + 1]]
        a, a_count = np.unique(mine[mine >= 0], return_counts=True)
        b, b_count = np.unique(tokens[token_ends[index] : token_ends[index + 1]], return_counts=True)
        grid = np.ix_(a, b)
        together[grid] += 1
        equal[grid] += a_count[:, None] == b_count[None]
        key_seen[a] += 1
        token_seen[b] += 1
    share = together / np.maximum(key_seen, 1)[:, None]
    agreement = equal / np.maximum(key_seen, 1)[:, None]
    lift = share / (token_seen / formulas + 1e-3)[None]
    score = np.where(share > 0.85, np.log(lift + 1e-9) * agreement, -1)
    score[key_seen < 12] = -1
    return np.where(score.max(1) > 0.2, score.argmax(1), -1)


def spelled_out(character: str, vocabulary: list[str], otherwise: int) -> int:
    """The token of a character of a web font where the character says it; -1 for parts of tall brackets."""
    token = BRACKETS.get(character, character if re.fullmatch(r"[a-zA-Z0-9()\[\]+=<>/.,;:!?@]", character) else "")
    if token is None:
        return -1
    return vocabulary.index(token) if token in vocabulary else otherwise


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("layouts")
    parser.add_argument("vocabulary")
    parser.add_argument("out")
    parser.add_argument("--below", type=int, default=2310, help="layout files from this number on are held out")
    parser.add_argument("--classes")
    args = parser.parse_args()
    with open(args.vocabulary) as file:
        vocabulary = json.load(file)
    glyphs, ends, tokens, token_ends, fonts = read(args.layouts, vocabulary, args.below)
    os.makedirs(args.out, exist_ok=True)
    raw, names = glyph_keys(glyphs, fonts)
    values, keys = np.unique(raw, return_inverse=True)
    class_of, token_of = np.full(len(values), -1), np.full(len(values), -1)
    blank = int(values[0] == -1)
    printed = classify(keys.astype(np.int32) - blank, ends, tokens, token_ends, len(values) - blank, len(vocabulary))
    for place, value in enumerate(values[blank:].tolist()):
        if names[value // CODES].startswith("web:KaTeX"):
            printed[place] = spelled_out(chr(value % CODES), vocabulary, printed[place])
    counts = np.bincount(keys, minlength=len(values))[blank:]
    saved = {"count": 0, "glyphs": []}
    if args.classes:
        with open(args.classes + "/classes.json") as file:
            saved = json.load(file)
    by_name = {(entry["family"], entry["code"]): entry for entry in saved["glyphs"]}
    used = {entry["token"]: entry["class"] for entry in saved["glyphs"] if entry["token"] >= 0}
    classes = saved["count"]
    if not args.classes:
        used = {token: index for index, token in enumerate(sorted(set(printed[printed >= 0].tolist())))}
        classes = len(used)
    for place, (value, token, count) in enumerate(zip(values[blank:].tolist(), printed.tolist(), counts.tolist()), blank):
        name, code = names[value // CODES], value % CODES
        entry = by_name.get((name, code))
        if entry is None:
            if token in used:
                number = used[token]
            elif token >= 0:
                used[token] = number = classes
                classes += 1
            elif count >= 400:  # parts of brackets, accents: glyphs with no token of their own
                number, classes = classes, classes + 1
            else:
                continue
            entry = {"family": name, "code": code, "class": number, "token": token}
            saved["glyphs"].append(entry)
        class_of[place], token_of[place] = entry["class"], entry["token"]
    with open(args.out + "/classes.json", "w") as file:
        json.dump({"count": classes, "glyphs": saved["glyphs"]}, file)
    print(f"{classes} classes, {len(used)} of them tokens; {np.mean(printed >= 0):.2f} of {len(values) - blank} glyphs print a token")
    glyph_class, glyph_token = class_of[keys].astype(np.int16), token_of[keys]
    target = np.full(len(glyphs), -1, np.int16)
    for index in range(len(ends) - 1):
        a, b = ends[index], ends[index + 1]
        mine, words = glyph_token[a:b], tokens[token_ends[index] : token_ends[index + 1]]
        for token in np.unique(mine[mine >= 0]):
            places, writes = np.flatnonzero(mine == token), np.flatnonzero(words == token)
            if len(places) == len(writes):
                target[a + places] = writes
    np.save(args.out + "/glyphs.npy", glyphs)
    np.save(args.out + "/ends.npy", ends)
    np.save(args.out + "/tokens.npy", tokens)
    np.save(args.out + "/token_ends.npy", token_ends)
    np.save(args.out + "/classes.npy", glyph_class)
    np.save(args.out + "/targets.npy", target)
    with open(args.out + "/fonts.json", "w") as file:
        json.dump(fonts, file)
    print(f"{len(ends) - 1} formulas, {len(tokens)} tokens, {np.mean(target >= 0):.2f} of glyphs aligned, {np.sum(target >= 0) / len(tokens):.2f} of tokens")


if __name__ == "__main__":
    main()
