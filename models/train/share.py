"""A random share of a pack in a small file, and the pack again from it.

usage: python share.py SHARE OUT_DIR
A pack's arrays are mostly redundant: what a glyph is (font, code, width, class) comes from a short list, and where it
stands is mostly where the one before it ends. Each stream is written as numbers of a list of its values, the frequent
ones first, split into planes of bytes, by LZMA. About 100 bytes a formula.
"""

import json
import lzma
import os
import struct
import sys

import numpy as np

CHUNK = 40_000  # formulas that are written together


def packed(values: np.ndarray) -> bytes:
    """Whole numbers, any shape read flat, as bytes; `unpacked` gives them back as int64 [n]."""
    table, index, counts = np.unique(values.astype(np.int64).ravel(), return_inverse=True, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    index = place[index].astype("<u4")
    wide = 1 + (len(table) > 1 << 8) + (len(table) > 1 << 16) + (len(table) > 1 << 24)
    planes = index.view(np.uint8).reshape(-1, 4)[:, :wide].T
    pieces = [table[order].astype("<i8").view(np.uint8).reshape(-1, 8).T, *planes]
    pieces = [lzma.compress(np.ascontiguousarray(piece).tobytes(), preset=4) for piece in pieces]
    return struct.pack("<3I", len(table), len(index), wide) + b"".join(struct.pack("<I", len(piece)) + piece for piece in pieces)


def unpacked(data: bytes) -> np.ndarray:
    count, length, wide = struct.unpack_from("<3I", data)
    at, pieces = 12, []
    for _ in range(1 + wide):
        size = struct.unpack_from("<I", data, at)[0]
        pieces.append(np.frombuffer(lzma.decompress(data[at + 4 : at + 4 + size]), np.uint8))
        at += 4 + size
    table = np.ascontiguousarray(pieces[0].reshape(8, count).T).view("<i8").ravel()
    index = np.zeros((length, 4), np.uint8)
    index[:, :wide] = np.stack(pieces[1:], 1)
    return table[index.view("<u4").ravel()]


def rows_of(ends: np.ndarray, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the chosen formulas, one after the other, and how many each has."""
    starts, lengths = ends[chosen], ends[chosen + 1] - ends[chosen]
    offset = np.repeat(starts - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
    return offset + np.arange(lengths.sum()), lengths


def steps(values: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Differences within each formula; the first value of each stays."""
    out = np.diff(values, prepend=0)
    first = np.concatenate([[0], np.cumsum(lengths)[:-1]])[lengths > 0]
    out[first] = values[first]
    return out


def summed(values: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """What `steps` was made from."""
    total = np.cumsum(values)
    before = np.concatenate([[0], total])[np.concatenate([[0], np.cumsum(lengths)[:-1]])]
    return total - np.repeat(before, lengths)


def written(pack: dict[str, np.ndarray], chosen: np.ndarray) -> list[bytes]:
    """The streams of the chosen formulas of a pack's arrays."""
    rows, lengths = rows_of(pack["ends"], chosen)
    words, word_lengths = rows_of(pack["token_ends"], chosen)
    glyphs = pack["glyphs"][rows].astype(np.int64)
    kinds = np.column_stack([glyphs[:, [0, 1, 4]], pack["classes"][rows]])
    table, kind = unique_rows(kinds)
    # a glyph's place, from the end of the one before it
    x = steps(glyphs[:, 2], lengths) - steps_of_width(glyphs[:, 4], lengths)
    return [packed(stream) for stream in (lengths, word_lengths, table, kind, x, steps(glyphs[:, 3], lengths), pack["targets"][rows], pack["tokens"][words])]


def unique_rows(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Distinct rows and which one each row is; columns are joined two and two, much faster than sorting rows."""
    number = np.zeros(len(rows), np.int64)
    for column in rows.T:
        values, index = np.unique(column, return_inverse=True)
        number = np.unique(number * len(values) + index, return_inverse=True)[1]
    _, first, kind = np.unique(number, return_index=True, return_inverse=True)
    return rows[first], kind


def steps_of_width(width: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Width of the glyph before, 0 for the first of a formula."""
    out = np.concatenate([[0], width[:-1]])
    out[np.concatenate([[0], np.cumsum(lengths)[:-1]])[lengths > 0]] = 0
    return out


def read(streams: list[bytes]) -> dict[str, np.ndarray]:
    lengths, word_lengths, table, kind, x, y, targets, tokens = map(unpacked, streams)
    kinds = table.reshape(-1, 4)[kind]
    x = summed(x + steps_of_width(kinds[:, 2], lengths), lengths)
    glyphs = np.column_stack([kinds[:, 0], kinds[:, 1], x, summed(y, lengths), kinds[:, 2]])
    return {"glyphs": glyphs.astype(np.int32), "lengths": lengths, "tokens": tokens.astype(np.int16), "word_lengths": word_lengths,
            "classes": kinds[:, 3].astype(np.int16), "targets": targets.astype(np.int16)}  # fmt: skip


def share(folder: str, path: str, room: int, rng: np.random.Generator, chunk: int = CHUNK) -> int:
    """Writes as many random formulas of a pack as fit into `room` bytes; returns their number."""
    pack = {name: np.load(f"{folder}/{name}.npy", mmap_mode="r") for name in ("glyphs", "ends", "tokens", "token_ends", "classes", "targets")}
    order, count = rng.permutation(len(pack["ends"]) - 1), 0
    with open(path, "wb") as file:
        for start in range(0, len(order), chunk):
            chosen = np.sort(order[start : start + chunk])
            streams = written(pack, chosen)
            if file.tell() + sum(map(len, streams)) + 4 * len(streams) > room:
                break
            for stream in streams:
                file.write(struct.pack("<I", len(stream)) + stream)
            count += len(chosen)
            print(f"{count} formulas, {file.tell() / 2**20:.1f} MiB", flush=True)
    return count


def restore(path: str, folder: str) -> int:
    """Writes the arrays of a pack from a share; returns the number of formulas."""
    with open(path, "rb") as file:
        data = file.read()
    at, streams, parts = 0, [], []
    while at < len(data):
        size = struct.unpack_from("<I", data, at)[0]
        streams.append(data[at + 4 : at + 4 + size])
        at += 4 + size
        if len(streams) == 8:
            parts.append(read(streams))
            streams = []
    os.makedirs(folder, exist_ok=True)
    whole = {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}
    for name, lengths in (("ends", "lengths"), ("token_ends", "word_lengths")):
        whole[name] = np.concatenate([[0], np.cumsum(whole.pop(lengths))])
    for name, array in whole.items():
        np.save(f"{folder}/{name}.npy", array)
    return len(whole["ends"]) - 1


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    print(json.dumps({"formulas": restore(*sys.argv[1:])}))


if __name__ == "__main__":
    main()
