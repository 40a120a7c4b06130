"""DVI files: where TeX put every glyph and every rule (format: Knuth, "TeX: The Program", part 31)."""

import functools
import struct
import subprocess

RULE = 65535  # the font number that marks a rule


@functools.cache
def glyph_widths(name: str) -> dict[int, tuple[int, int, int]]:
    """Width, height and depth of each character of a TeX font, in 2**-20 of its size; empty if there is no metric file."""
    path = subprocess.run(["kpsewhich", name + ".tfm"], capture_output=True, text=True).stdout.strip()
    if not path:
        return {}
    with open(path, "rb") as file:
        data = file.read()
    _, header, first, last, widths, heights, depths = struct.unpack(">7H", data[:14])
    at = 24 + 4 * header
    info = data[at : at + 4 * (last - first + 1)]
    at += len(info)
    table = struct.unpack(f">{widths + heights + depths}i", data[at : at + 4 * (widths + heights + depths)])
    out = {}
    for code in range(last - first + 1):
        width, height_depth = info[4 * code], info[4 * code + 1]
        out[first + code] = (table[width], table[widths + (height_depth >> 4)], table[widths + heights + (height_depth & 15)])
    return out


def read_pages(path: str) -> tuple[list[list[tuple]], list[tuple[str, int]]]:
    """Pages of (font, code, x, y, width, height, depth) in scaled points (y grows downwards), and fonts as (name, size in sp).

    A rule has font RULE. Virtual fonts must be expanded first (dvicopy).
    """
    with open(path, "rb") as file:
        data = file.read()
    at = 0
    fonts: dict[int, tuple[int, dict, int]] = {}
    names: list[tuple[str, int]] = []
    pages: list[list[tuple]] = []
    page: list[tuple] = []
    h = v = w = x = y = z = 0
    stack: list[tuple] = []
    font = (0, {}, 0)

    def signed(size: int) -> int:
        return int.from_bytes(data[at : at + size], "big", signed=True)

    def unsigned(size: int) -> int:
        return int.from_bytes(data[at : at + size], "big")

    while at < len(data):
        op = data[at]
        at += 1
        if op < 132 or 133 <= op <= 136:  # a character, with or without moving on
            code = op
            if op >= 128:
                size = op - 127 if op < 132 else op - 132
                code = unsigned(size)
                at += size
            number, widths, scale = font
            width, height, depth = (value * scale >> 20 for value in widths.get(code, (0, 0, 0)))
            page.append((number, code, h, v, width, height, depth))
            if op < 132:
                h += width
        elif op in (132, 137):
            height = signed(4)
            at += 4
            width = signed(4)
            at += 4
            if height > 0 and width > 0:
                page.append((RULE, 0, h, v, width, height, 0))
            if op == 132:
                h += width
        elif op == 139:
            page = []
            pages.append(page)
            at += 44
            h = v = w = x = y = z = 0
            stack = []
        elif op == 141:
            stack.append((h, v, w, x, y, z))
        elif op == 142:
            h, v, w, x, y, z = stack.pop()
        elif 143 <= op <= 146:
            h += signed(op - 142)
            at += op - 142
        elif 147 <= op <= 151:
            if op > 147:
                w = signed(op - 147)
                at += op - 147
            h += w
        elif 152 <= op <= 156:
            if op > 152:
                x = signed(op - 152)
                at += op - 152
            h += x
        elif 157 <= op <= 160:
            v += signed(op - 156)
            at += op - 156
        elif 161 <= op <= 165:
            if op > 161:
                y = signed(op - 161)
                at += op - 161
            v += y
        elif 166 <= op <= 170:
            if op > 166:
                z = signed(op - 166)
                at += op - 166
            v += z
        elif 171 <= op <= 234:
            font = fonts[op - 171]
        elif 235 <= op <= 238:
            font = fonts[unsigned(op - 234)]
            at += op - 234
        elif 239 <= op <= 242:
            size = op - 238
            at += size + unsigned(size)
        elif 243 <= op <= 246:
            size = op - 242
            number = unsigned(size)
            at += size + 4
            scale = unsigned(4)
            at += 8
            length = data[at] + data[at + 1]
            name = data[at + 2 : at + 2 + length].decode()
            at += 2 + length
            if number not in fonts:
                fonts[number] = (len(names), glyph_widths(name), scale)
                names.append((name, scale))
        elif op == 247:
            at += 14 + data[at + 13]
        elif op == 248:
            break
        elif op not in (138, 140):
            raise ValueError(f"unknown DVI operation {op}")
    return pages, names
