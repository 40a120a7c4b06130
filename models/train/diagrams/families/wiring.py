"""Circuits of straight wires: where the parts of a network stand."""

from diagrams.families.props import room
from diagrams.problem import PICTURE, Fact, Mark
from diagrams.scene import LOOKS, Point, Scene, between
from diagrams.tell import pick


def side(scene: Scene, start: Point, end: Point, kind: str, text: str, away: float = 0.42, look: str = "", size: float = 1.0) -> None:
    """A component between two points with its label beside it."""
    scene.part(kind, start, end, look, size)
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    if not text:
        return
    if start[0] == end[0]:
        scene.label((x + away, y), text, (-1.0 if away > 0 else 1.0, 0))
    else:
        scene.label((x, y + away * 0.85), text, (0, -1.0 if away > 0 else 1.0))


class Wiring:
    """How one circuit is drawn: looks of its parts, its battery's voltage (None: open ends), sizes.

    Facts whose name and value are drawn apart get their marks.
    """

    def __init__(self, rng, scene: Scene, volts: str | None, facts: list[Fact]):
        self.rng, self.scene, self.volts = rng, scene, volts
        self.facts = {fact.text(): fact for fact in facts if fact.source == PICTURE} if rng.random() < 0.3 else {}
        self.looks = {kind: pick(rng, looks) for kind, looks in LOOKS.items()}
        self.size, self.away = float(rng.uniform(0.8, 1.25)), float(rng.uniform(0.36, 0.5))
        self.dots, self.hollow = rng.random() < 0.6, rng.random() < 0.5
        self.roomy = rng.random() < 0.5
        self.inside = rng.random() < 0.3
        self.nodes: list[Point] = []  # where the way parts, and where it meets again

    def part(self, start: Point, end: Point, text: str, kind: str = "R", way: float = 1.0) -> None:
        """`way` 1: the label above or right; -1: below or left."""
        away = way * (self.away + {"C": 0.1, "battery": 0.12, "switch": 0.06}.get(kind, 0.0))
        level = start[1] == end[1]
        if kind == "R" and level and text in self.facts:
            fact = self.facts[text]
            name, value = f"${fact.symbol}$", f"{fact.value} {fact.unit}"
            if self.inside:
                self.part(start, end, value)
            else:
                side(self.scene, start, end, kind, value, -away, self.looks[kind], self.size)
            x, y = between(start, end, 0.5)
            shown = self.scene.items[-1]
            fact.mark = Mark(symbol=self.scene.label((x, y + away * 0.9), name, (0, -way)), value=(shown,))
            return
        wide = room(text) + 0.2
        if kind == "R" and self.inside and level and wide < min(1.6, abs(end[0] - start[0]) - 0.2):
            middle, half = between(start, end, 0.5), wide / 2
            x, y = middle
            self.scene.line(start, (x - half if start[0] < x else x + half, y))
            self.scene.line((x + half if start[0] < x else x - half, y), end)
            self.scene.box(x - half, y - 0.26, wide, 0.52, fill=0.9)
            self.scene.label(middle, text)
            return
        side(self.scene, start, end, kind, text, away, self.looks[kind], self.size)

    def joint(self, at: Point) -> None:
        if self.dots:
            self.scene.dot(at)

    def clamp(self, at: Point) -> None:
        if self.hollow:
            self.scene.circle(at, 0.09, fill=0.95)
        else:
            self.scene.dot(at, 0.08)

    def group(self, start: Point, end: Point, texts: list[str], way: float = 1.0) -> None:
        """One resistor, or several side by side, between two points on a level or upright line."""
        if len(texts) == 1:
            return self.part(start, end, texts[0], way=way)
        level = start[1] == end[1]
        gap = (1.3 if len(texts) == 2 else 1.2) if level else max(1.3, max(map(room, texts)) + 0.8)
        lead = float(self.rng.uniform(0.3, 0.6))
        sign = 1 if end[0] + end[1] > start[0] + start[1] else -1
        at = lambda along, across: (start[0] + sign * along, start[1] + across) if level else (start[0] + across, start[1] + sign * along)  # noqa: E731
        length = abs(end[0] - start[0]) + abs(end[1] - start[1])
        spread = gap * (len(texts) - 1) / 2
        # from the top, or from the left
        offsets = [spread - gap * k if level else gap * k - spread for k in range(len(texts))]
        for k, (offset, text) in enumerate(zip(offsets, texts)):
            last = len(texts) == 2 and (k == 1 if level else k == 0)
            self.part(at(lead, offset), at(length - lead, offset), text, way=-1.0 if last and self.roomy else 1.0)
        for along in (lead, length - lead):
            self.scene.line(at(along, -spread), at(along, spread))
            self.joint(at(along, 0))
            self.nodes.append(at(along, 0))
        self.scene.line(start, at(lead, 0))
        self.scene.line(at(length - lead, 0), end)

    def long(self, texts: list[str]) -> float:
        return max(float(self.rng.uniform(1.7, 2.8)), max(map(room, texts)) + 0.15) + (1.0 if len(texts) > 1 else 0.0)

    def around(self, box: list[float], places: list[list[tuple[str, str]]]) -> None:
        """Parts (kind, label) on the upper, right, lower and left side of a rectangle (left, bottom, right, top), clockwise."""
        left, low, right, high = box
        for name, y in (("above", high), ("below", low)):
            parts = places[0 if name == "above" else 2]
            right = max(right, left + sum(max(1.5, room(text) + 0.3) for _, text in parts))
        corners = [(left, high), (right, high), (right, low), (left, low)]
        for k, parts in enumerate(places):
            start, end = corners[k], corners[(k + 1) % 4]
            if not parts:
                self.scene.line(start, end)
            for n, (kind, text) in enumerate(parts):
                ends = between(start, end, n / len(parts)), between(start, end, (n + 1) / len(parts))
                outward = 1.0 if k in (0, 1) else -1.0
                # labels at the sides may stand within
                inward = k in (1, 3) and right - left > 2 * room(text) + 1.6 and self.roomy
                self.part(*ends, text, kind, -outward if inward else outward)


def straight(wiring: Wiring, groups: list[list[str]], standing: bool | None = None) -> None:
    """Groups one after another on a line, level or standing, with open ends or the battery on the way back."""
    rng, scene = wiring.rng, wiring.scene
    standing = rng.random() < 0.3 if standing is None else standing
    lead = float(rng.uniform(0.2, 0.8))
    place = (lambda x, y: (-y, -x)) if standing else (lambda x, y: (x, y))
    at = lead
    for texts in groups:
        long = float(rng.uniform(1.5, 2.2)) + (0.8 if len(texts) > 1 else 0.0) if standing else wiring.long(texts)
        wiring.group(place(at, 0), place(at + long, 0), texts)
        at += long
    end = at + lead
    scene.line(place(0, 0), place(lead, 0))
    scene.line(place(at, 0), place(end, 0))
    if wiring.volts is None:
        wiring.clamp(place(0, 0))
        wiring.clamp(place(end, 0))
        return
    most = max(map(len, groups))
    away = (float(rng.uniform(1.2, 2.2)) + 0.75 * (most - 1)) if not standing else 1.0 + 1.3 * (most - 1) + max(map(room, [t for g in groups for t in g])) * (0.6 if most > 1 else 0.3)
    sign = 1.0 if standing or rng.random() < 0.25 else -1.0  # the battery above or below; at the left of a standing row
    if not standing and sign > 0:
        away += 0.6
    for x in (0, end):
        scene.line(place(x, 0), place(x, sign * away))
    wiring.part(place(0, sign * away), place(end, sign * away), wiring.volts, "battery", -1.0 if standing else sign)


def loop(wiring: Wiring, groups: list[list[str]]) -> None:
    """Groups around a rectangle, clockwise from its left or upper side; the battery or the open ends stand on a side of their own."""
    rng, scene = wiring.rng, wiring.scene
    source = pick(rng, ["left", "left", "right", "below", "below"])
    sides = {"left": ["above", "right", "below"], "right": ["left", "above", "below"], "below": ["left", "above", "right"]}[source]
    on: dict[str, list[list[str]]] = {name: [] for name in ("above", "right", "below", "left")}
    chosen = sorted(int(rng.integers(3)) for _ in groups)
    # all on one side would be a row, which `straight` draws
    if len(set(chosen)) == 1 and rng.random() < 0.7:
        chosen = [0, *[min(2, 1 + k) for k in range(len(groups) - 1)]]
    for place, texts in zip(chosen, groups):
        # upright sides have room for one
        name = sides[place] if sides[place] in ("above", "below") or not on[sides[place]] else "above"
        on[name].append(texts)
    if source == "left":  # the lower side is passed from right to left
        on["below"].reverse()
    for row in on.values():  # never a pair and then one: that is the layout that is not trained
        if len(row) == 2 and len(row[0]) > len(row[1]):
            row.reverse()
    wide = max([3.2, *(sum(wiring.long(texts) for texts in on[name]) + 0.6 for name in ("above", "below"))])
    if any(len(texts) > 1 for name in ("left", "right") for texts in on[name]):
        wide = max(wide, 4.6)
    most = max([1, *(len(texts) for name in ("above", "below") for texts in on[name])])
    high = float(rng.uniform(2.2, 3.2)) + 0.7 * (most - 1) + (0.6 if any(len(t) > 1 for n in ("left", "right") for t in on[n]) else 0.0)
    ends = {"above": ((0.0, high), (wide, high)), "right": ((wide, high), (wide, 0.0)), "below": ((0.0, 0.0), (wide, 0.0)), "left": ((0.0, high), (0.0, 0.0))}
    for name, (start, end) in ends.items():
        way = 1.0 if name in ("above", "right") else -1.0
        if name == source:
            if wiring.volts is not None:
                wiring.part(start, end, wiring.volts, "battery", way)
            else:
                gap = float(rng.uniform(0.2, 0.4))
                for share, tip in ((0.5 - gap, start), (0.5 + gap, end)):
                    scene.line(tip, between(start, end, share))
                    wiring.clamp(between(start, end, share))
            continue
        if not on[name]:
            scene.line(start, end)
        for k, texts in enumerate(on[name]):
            wiring.group(between(start, end, k / len(on[name])), between(start, end, (k + 1) / len(on[name])), texts, way)


def ladder(wiring: Wiring, rungs: list[str], single: str = "") -> None:
    """Upright resistors between two rails, numbered from the left; with the single one in a rail that leads there."""
    rng, scene = wiring.rng, wiring.scene
    high = float(rng.uniform(1.8, 2.8))
    right = not single and rng.random() < 0.35  # the battery's side
    sign = -1 if right else 1
    names = rungs[::-1] if right else rungs
    first = (wiring.long([single]) + 0.3) if single else max(float(rng.uniform(1.0, 1.8)), room(wiring.volts or "") * 0.6 + 0.6)
    low_rail = bool(single) and rng.random() < 0.35
    xs = [first]
    for text in names[:-1]:
        xs.append(xs[-1] + max(1.3, max(map(room, names)) + 0.75))
    at = lambda x, y: (sign * x, y)  # noqa: E731
    rails = [high, 0.0]
    for y in rails:
        if single and y == (0.0 if low_rail else high):
            wiring.part(at(0, y), at(first, y), single, way=-1.0 if low_rail else 1.0)
            scene.line(at(first, y), at(xs[-1], y))
        else:
            scene.line(at(0, y), at(xs[-1], y))
    for x, text in zip(xs, names):
        wiring.part(at(x, high), at(x, 0), text)
        if x != xs[-1]:
            wiring.joint(at(x, high))
            wiring.joint(at(x, 0))
    wiring.nodes += [at(first, high), at(first, 0)]
    if wiring.volts is None:
        wiring.clamp(at(0, high))
        wiring.clamp(at(0, 0))
    else:
        wiring.part(at(0, high), at(0, 0), wiring.volts, "battery", 1.0 if right else -1.0)


def beside_one(wiring: Wiring, single: str, row: list[str], below: bool) -> None:
    """One resistor in the upper or lower branch, two in the other; or an upright one with two in a bent branch."""
    rng, scene = wiring.rng, wiring.scene
    if not below and rng.random() < 0.4:  # bent
        high, long = float(rng.uniform(2.0, 2.8)), wiring.long([row[0]])
        first = max(1.2, room(wiring.volts or "") * 0.6 + 0.6)
        far = first + max(long, room(single) + 0.9 + (0 if wiring.roomy else 0.4))
        scene.line((0, high), (first, high))
        wiring.part((first, high), (first, 0), single)
        wiring.part((first, high), (far, high), row[0])
        wiring.part((far, high), (far, 0), row[1])
        scene.line((far, 0), (0, 0))
        wiring.joint((first, high))
        wiring.joint((first, 0))
        wiring.nodes += [(first, high), (first, 0)]
        top = (0.0, high)
        if wiring.volts is None:
            wiring.clamp(top)
            wiring.clamp((0, 0))
        else:
            wiring.part(top, (0, 0), wiring.volts, "battery", -1.0)
        return
    lead, spread = float(rng.uniform(0.3, 0.8)), float(rng.uniform(0.6, 0.85))
    half = max(wiring.long([text]) for text in row)
    end = lead + 2 * half
    one, two = (-spread, spread) if below else (spread, -spread)
    wiring.part((lead, one), (end, one), single, way=-1.0 if below else 1.0)
    for k, text in enumerate(row):
        wiring.part((lead + k * half, two), (lead + (k + 1) * half, two), text, way=1.0 if below else -1.0)
    for x in (lead, end):
        scene.line((x, -spread), (x, spread))
        wiring.joint((x, 0))
        wiring.nodes.append((x, 0))
    scene.line((0, 0), (lead, 0))
    scene.line((end, 0), (end + lead, 0))
    if wiring.volts is None:
        wiring.clamp((0, 0))
        wiring.clamp((end + lead, 0))
        return
    low = -spread - float(rng.uniform(1.2, 1.8))
    for x in (0, end + lead):
        scene.line((x, 0), (x, low))
    wiring.part((0, low), (end + lead, low), wiring.volts, "battery", -1.0)
