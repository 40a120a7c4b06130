"""Where on the picture the model should look for each token of the facts that it lists.

One head of one decoder layer is told, as for formulas (train.py): it points at the printed character, or at the place
where a value is read off. Where that is found by way of another place (the end of a bar, whose height the axis tells),
a head of an earlier layer is told of that one. Measured: EXPERIMENTS.md.
"""

import math
import re
from dataclasses import dataclass

from diagrams.labels import GREEK
from diagrams.problem import PICTURE, Fact, Problem
from diagrams.raster import Glyph, Raster
from diagrams.scene import Label, Scene, left_of
from diagrams.words import Words

Place = tuple[float, float]
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
TOKEN_OF = {"−": "-", "°": "\\circ", "%": "\\%", **{sign: f"\\{name}" for name, sign in GREEK.items()}}
FACTS = "Facts: "
APART = 6.0  # pixels: what is nearer is the same place


class Drawn:
    """The characters of a picture, found by their labels."""

    def __init__(self, drawing: Raster):
        self.drawing = drawing
        self.of: dict[int, list[Glyph]] = {}
        for glyph in drawing.glyphs:
            self.of.setdefault(id(glyph.label), []).append(glyph)
        self.labels = [item for item in drawing.scene.items if isinstance(item, Label)]

    def label_with(self, text: str) -> Label | None:
        """The label that reads so, if it is the only one."""
        found = [label for label in self.labels if label.text == text]
        return found[0] if len(found) == 1 else None

    def glyphs(self, target: Label | Place) -> list[Glyph]:
        return self.of.get(id(target), []) if isinstance(target, Label) else []

    def first(self, target: Label | Place) -> Place | None:
        """The first character of a label, or the point itself."""
        if isinstance(target, Label):
            glyphs = self.glyphs(target)
            return (glyphs[0].x, glyphs[0].y) if glyphs else None
        return self.drawing.place_of(target)

    def number(self, target: Label | Place, text: str) -> list[Place | None]:
        """A place for each character of a number: of the same characters in the label, else the label's first."""
        glyphs = self.glyphs(target)
        written = "".join(glyph.character for glyph in glyphs).replace("−", "-")
        start = written.find(text, written.find("=") + 1)
        if glyphs and start >= 0:
            return [(glyph.x, glyph.y) for glyph in glyphs[start : start + len(text)]]
        return [self.first(target)] * len(text)


@dataclass
class Stood:
    """Where a picture's labels begin and end, in pixels, in the order of the scene's labels, and its origin and units."""

    labels: list[tuple[Place, Place]]
    origin: Place
    unit: float  # pixels of a unit of the scene


class Imagined:
    """Where things would stand in a picture that nobody draws: for thoughts about facts that are given."""

    label_with = Drawn.label_with

    def __init__(self, scene: Scene, unit: float):
        self.labels = [item for item in scene.items if isinstance(item, Label)]
        self.unit = unit
        self.left, self.top = min(left_of(label) for label in self.labels), max(label.at[1] for label in self.labels) + 0.4

    def first(self, target: Label | Place) -> Place:
        x, y = (left_of(target) + 0.1, target.at[1] - 0.2 * target.anchor[1]) if isinstance(target, Label) else target
        return max(0.0, (x - self.left) * self.unit), max(0.0, (self.top - y) * self.unit)

    def number(self, target: Label | Place, text: str) -> list[Place | None]:
        return [self.first(target)]


class Printed:
    """A picture that another program drew: it is known where its labels are, and not each of their characters."""

    def __init__(self, scene: Scene, stood: Stood):
        self.stood = stood
        self.labels = [item for item in scene.items if isinstance(item, Label)]
        self.of = {id(label): ends for label, ends in zip(self.labels, stood.labels, strict=True)}

    label_with = Drawn.label_with

    def first(self, target: Label | Place) -> Place:
        if isinstance(target, Label):
            return self.of[id(target)][0]
        (x, y), unit = self.stood.origin, self.stood.unit
        return x + target[0] * unit, y - target[1] * unit

    def number(self, target: Label | Place, text: str) -> list[Place | None]:
        """About where a number stands in its label: as far along as among the characters."""
        if not isinstance(target, Label):
            return [self.first(target)]
        start, end = self.of[id(target)]
        shown = re.sub(r"\\([A-Za-z]+)", "x", target.text).replace("$", "")
        found = shown.find(text, shown.find("=") + 1)
        share = max(found, 0) / max(1, len(shown) - 1)
        return [(start[0] + (end[0] - start[0]) * share, start[1])]


def spelling(told: str, glyphs: list[Glyph], start: int) -> list[int]:
    """Offsets of a label's characters in what is told before "=": of the longest beginning of the label that is spelled there."""
    told = told[: told.index("=")]
    text = "\\text{" in told
    for end in range(len(glyphs), 0, -1):
        pattern = r"\s*".join(re.escape(glyph.character) for glyph in glyphs[:end])
        if found := re.compile(r"(?<=\{)" + pattern if text else pattern).search(told, start):
            return [found.start() + k for k, character in enumerate(found[0]) if not character.isspace()]
    return []


def looked_at(fact: Fact, told: str, drawn: Drawn) -> list[tuple[int, Place, bool]]:
    """Offsets in the fact's text, where on the picture what is written there stands, and whether that is but the way there."""
    mark = fact.mark
    if mark is None or fact.source != PICTURE:
        return []
    symbol, values = mark.symbol, list(mark.value)
    if mark.text:
        label = drawn.label_with(mark.text)
        if label is None:
            return []
        symbol, values = label, [label]
    out: list[tuple[int, Place, bool]] = []
    # what is looked for: each letter of its names, else the symbol's first sign
    from_here = 0
    for name in mark.names:
        glyphs = drawn.glyphs(name)
        spelled = spelling(told, glyphs, from_here)
        out += [(offset, (glyph.x, glyph.y), False) for offset, glyph in zip(spelled, glyphs)]
        from_here = spelled[-1] + 1 if spelled else from_here
    if not out and symbol is not None and (place := drawn.first(symbol)):
        out.append((1, place, False))
    start = told.index("=") + 1
    if fact.value == "?":
        place = drawn.first(values[0])
        return [*out, (start, place, False)] if place else out
    for target, number in zip(values, NUMBER.finditer(told, start)):
        out += [(number.start() + k, place, False) for k, place in enumerate(drawn.number(target, number[0])) if place]
        way = None if mark.at is None else drawn.first(mark.at)
        out += [(number.start() + k, way, True) for k in range(len(number[0])) if way]
    return out


def stands(fact: Fact, drawn: Drawn | Printed) -> tuple[Place | None, Place | None]:
    """Where what a fact is about stands, and where its value is found from there, if that is another place: the end of a bar, a number beside a name."""
    mark = fact.mark
    if mark is None or fact.source != PICTURE:
        return None, None
    if mark.text:
        label = drawn.label_with(mark.text)
        if label is None:
            return None, None
        start, value = drawn.first(label), drawn.number(label, found[0])[0] if (found := NUMBER.search(fact.value)) else None
    else:
        start = None if mark.symbol is None else drawn.first(mark.symbol)
        at = None if mark.at is None else drawn.first(mark.at)
        # a number inside a region, or on an edge, is where the fact is
        alone = bool(mark.value) and mark.symbol is mark.value[0]
        value = None if alone else at if at is not None and at != start else drawn.first(mark.value[0]) if mark.value else None
    return start, None if start is None or value is None or math.dist(start, value) < APART else value


def told_with(fact: Fact, told: str, drawn: Drawn | Printed | Imagined) -> list[tuple[int, Place]]:
    """Offsets in a fact's text before which a place is told, and the pixels."""
    mark, value = fact.mark, told.index("=") + 1
    if mark is None or fact.source != PICTURE:
        return []
    if mark.chain:
        found = [(value if k else 0, drawn.first(target)) for k, target in enumerate(mark.chain)]
    else:
        start, end = stands(fact, drawn)
        found = [(0, start), (value, None if fact.value == "?" else end)]
    if mark.each:
        found += [(1 + k, drawn.first(name)) for k, name in enumerate(mark.names)]
    return [(offset, place) for offset, place in sorted(found, key=lambda each: each[0]) if place]


def places(made: Problem, drawn: Drawn | Printed | Imagined) -> list[tuple[int, Place]]:
    """Offsets in the thought before which a place is told, and the pixels: of each fact, of its value, and of what the steps look at."""
    thought, at = made.think(), len(FACTS)
    out: list[tuple[int, Place]] = []
    for fact, told in zip(made.facts, made.told()):
        out += [(at + offset, place) for offset, place in told_with(fact, told, drawn)]
        at += len(told) + len("; ")
    # a fact that the steps tell again has its places again, so that it is the same in every token
    for fact, told in [] if made.refusal else zip(made.facts, made.told()):
        again = thought.find(told, at)
        if again >= 0:
            out += [(again + offset, place) for offset, place in told_with(fact, told, drawn)]
    for words, target in [] if made.refusal else made.seen:
        place = drawn.first(target)
        if place:
            out.append((thought.index(words, at), place))
    return out


def copies(made: Problem, words: Words, moved: dict[int, int], prompt: list[int], out: list[int]) -> list[tuple[int, int, bool]]:
    """What is copied: indices in `out`, where in prompt and thought the same token stands, and whether that is but the way there.

    A fact that is told again stands in the list, place by place; a number of a calculation is a fact's; a name of the answer
    was told last. The way to what is told again is its name in the question. `moved`: as of `batches.written`.
    """
    if made.refusal:
        return []
    thought, before = made.think(), len(prompt)
    tokens = words.placed(thought)
    index = {start: k for k, (_, start) in enumerate(tokens)}
    found: list[tuple[int, int, bool]] = []
    numbers: dict[str, list[list[int]]] = {}  # where each number of the facts stands, in the list and told again
    spans, at = [], len(FACTS)
    for told in made.told():
        spans.append((told, at))
        at += len(told) + len("; ")
    for told, first in spans:
        again = thought.find(told, at)
        for number in re.finditer(r"\d+(?:\.\d+)?", told[told.index("=") :]):
            numbers.setdefault(number[0], []).append([start + told.index("=") + number.start() for start in (first, again) if start >= 0])
        if again < 0:
            continue
        asked = next((place for name in re.findall(r"\\text\{([^{}]*)\}", told) if (place := position(prompt, words, name)) is not None), None)
        for offset in range(len(told)):
            if again + offset in index and first + offset in index:
                k, source = index[again + offset], index[first + offset]
                # with the places before it
                for back in range(moved[k] - moved[k - 1] if k else 1):
                    found.append((moved[k] - back, before + moved[source] - back, False))
                    if asked is not None and offset < told.index("="):
                        found.append((moved[k] - back, asked, True))
    for call in re.finditer(r"<<(.*?)>>", thought):
        for number in re.finditer(r"\d+(?:\.\d+)?", call[1]):
            if len(facts := numbers.get(number[0], [])) == 1:
                nearest = max(place for place in facts[0] if place == facts[0][0] or place < call.start())
                pairs = [(call.start(1) + number.start() + k, nearest + k) for k in range(len(number[0]))]
                found += [(moved[index[to]], before + moved[index[there]], False) for to, there in pairs if to in index and there in index]
    end = out.index(words.ids["</think>"])
    if name := re.search(r"\\text\{[^{}]*\}", made.say()):
        ids, answer = words.encode(name[0]), end + 1 + len(words.encode(made.say()[: name.start()]))
        starts = [k for k in range(end - len(ids) + 1) if out[k : k + len(ids)] == ids]
        found += [(answer + k, before + starts[-1] + k, False) for k in range(len(ids)) if starts]
    return found


def position(prompt: list[int], words: Words, name: str) -> int | None:
    """Where a name begins in the question, as a word or in letters."""
    for ids in (words.encode(name), words.encode(f" {name}"), words.encode(f" {name}")[1:]):
        for k in range(len(prompt) - len(ids) + 1 if ids else 0):
            if prompt[k : k + len(ids)] == ids:
                return k
    return None


def pointers(made: Problem, drawing: Raster, words: Words) -> list[tuple[int, Place, bool]]:
    """Indices of tokens of the thought, with the pixel that each is read from; or, if so it says, the one that leads there."""
    drawn, out, at = Drawn(drawing), [], len(FACTS)
    thought = made.think()
    index = {start: k for k, (_, start) in enumerate(words.placed(thought))}
    for fact, told in zip(made.facts, made.told()):
        assert thought[at:].startswith(told), (thought, told)
        for offset, place, leads in looked_at(fact, told, drawn):
            # a word is one token: its later letters have none of their own
            if at + offset in index:
                out.append((index[at + offset], place, leads))
        at += len(told) + len("; ")
    return out


def characters(drawing: Raster, ids: dict[str, int]) -> list[tuple[int, Place]]:
    """Each printed character's token, -1 where it has none, and its center."""
    return [(ids.get(TOKEN_OF.get(glyph.character, glyph.character), -1), (glyph.x, glyph.y)) for glyph in drawing.glyphs]
