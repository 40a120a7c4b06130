"""Counts in Venn diagrams, and shortest ways in weighted graphs."""

import heapq
import math

from diagrams.problem import Fact, Mark, Problem, calculation
from diagrams.names import names, things
from diagrams.scene import Label, Point, Scene, between, left_of
from diagrams.tell import phrase, pick

ABOUT = [
    "[are in|belong to|like|chose|take|play|own|know|prefer|use|visit|can do|voted for|drink|eat|wear|read] {a}", "[have|study|picked|named|tried] {a}",
]  # fmt: skip
ASKED = {
    "set": ["How many {about}?", "How many [{n} |]are [there |]in {a}?", "How many [elements|members] [has|does] {a}[ have|]?", "What is the size of {a}?", "[Find|Give] the number of [all |]{n} in {a}.", "How many {n} {about}?", "How [big|large] is the set {a}?"],
    "one": ["How many are in exactly one [of the sets|set|group]?", "How many [{n} |]belong to [only|just|exactly] one [set|group|circle]?", "How many are in one set [only|and no other]?", "Find the number [in|of those in] exactly one [set|group]."],
    "two": ["How many are in more than one [of the sets|set|group]?", "How many [{n} |]belong to [at least two|two or more] [sets|groups|circles]?", "How many are in at least two [of the sets|sets|groups]?"],
    "all": ["How many are in at least one [of the sets|set|group]?", "How many [{n} |]belong to [any|one or more] of the [sets|groups|circles]?", "How many are in the union[ of the sets|]?", "How many [{n} |]are inside the circles?"],
    "everyone": ["How many are there [in all|altogether|in total]?", "How many [{n} |]were [asked|counted] [in all|altogether]?", "What is the total number[ of {n}|]?", "How many {n} does the [diagram|figure|picture] count?"],
    "only": ["How many are [only in|in] {a} [and in no other|alone]?", "How many {about} [only|and nothing else]?", "How many [{n} |]belong [only|just] to {a}?"],
    "none": ["How many are in none [of the sets|of them|of the groups]?", "How many [{n} |]belong to [no set|none]?", "How many are outside [of |][the circles|all sets]?"],
}  # fmt: skip

# of which regions a question is, by the sets that meet there and the set that it names; they are told again before they are summed
KINDS = {"set": lambda region, which: which in region, "one": lambda region, _: len(region) == 1, "two": lambda region, _: len(region) >= 2, "only": lambda region, which: region == {which}}


def letters(rng, count: int) -> list[str]:
    return list(pick(rng, ["ABC", "XYZ", "PQR", "MNK", "RST"]))[:count]


def centers_of(rng, template: int) -> tuple[list[Point], float]:
    """Where the circles lie, and how far a set reaches: two beside one another, or three around a point."""
    if template == 3:  # never trained: one above two
        return [(-0.85, -0.45), (0.0, 0.95), (0.85, -0.45)], 1.45
    radius, three = float(rng.uniform(1.3, 1.7)), template == 1
    turn = float(rng.uniform(0, 120)) if three else float(rng.uniform(-50, 50)) if rng.random() < 0.4 else 0.0
    while three and 62 < turn < 118 and rng.random() < 0.999:  # those are the last template's
        turn = float(rng.uniform(0, 120))
    apart = radius * float(rng.uniform(0.62, 0.72) if three else rng.uniform(0.55, 0.68))
    angles = [math.radians(turn + k * 120) for k in range(3)] if three else [math.radians(turn), math.radians(turn + 180)]
    centers = sorted((apart * math.cos(angle), apart * math.sin(angle)) for angle in angles)
    if three and rng.random() < 0.5:  # as books have it: two above, one below
        centers = sorted((x * radius / 1.45, y * radius / 1.45) for x, y in [(-0.85, 0.45), (0.85, 0.45), (0.0, -0.95)])
    return centers, radius


def venn(rng, template: int) -> Problem:
    """Counts of two or three overlapping sets, from left to right: one region, one set, exactly one, none, all."""
    scene = Scene()
    three = template in (1, 3)
    called = (names if rng.random() < 0.8 else letters)(rng, 3 if three else 2)
    if len(called) < (3 if three else 2):
        return venn(rng, template)
    count = lambda: int(rng.integers(1, pick(rng, [12, 40, 99])))  # noqa: E731
    centers, radius = centers_of(rng, template)
    for center in centers:
        scene.circle(center, radius)
    regions = {}
    middle = (sum(x for x, _ in centers) / len(centers), sum(y for _, y in centers) / len(centers))
    inside = template != 3 and not three and rng.random() < 0.25
    labels = []
    for k, (x, y) in enumerate(centers):
        out = math.hypot(x - middle[0], y - middle[1])
        dx, dy = (x - middle[0]) / out, (y - middle[1]) / out
        regions[frozenset([k])] = (x + dx * (0.38 if three else 0.31) * radius, y + dy * (0.38 if three else 0.31) * radius)
        text = f"${called[k]}$" if len(called[k]) == 1 else called[k]
        if inside:
            labels.append(scene.label((x + dx * 0.35 * radius, y + 0.6 * radius), text, (0, 0), 0.85))
        elif three:
            labels.append(scene.label((x + dx * (radius + 0.1), y + dy * (radius + 0.1)), text, (-dx, -dy)))
        else:
            high = 1.0 if abs(dy) < 0.5 and rng.random() < 0.9 else math.copysign(1, dy)
            labels.append(scene.label((x + dx * radius * 0.75, y + high * radius * 0.8), text, (-dx, -high)))
    for a in range(len(centers)):
        for b in range(a):
            x, y = between(centers[a], centers[b], 0.5)
            push = 0.29 * radius if three else 0.0
            out = math.hypot(x - middle[0], y - middle[1]) or 1
            regions[frozenset([a, b])] = (x + (x - middle[0]) / out * push, y + (y - middle[1]) / out * push)
    if three:
        regions[frozenset([0, 1, 2])] = middle
    values = {region: count() for region in regions}
    outside = count() if template == 2 or rng.random() < 0.3 else 0
    printed = [scene.label(place, f"${values[region]}$") for region, place in regions.items()]
    if outside:
        room = float(rng.uniform(0.5, 0.9))
        wide, high = max(abs(x) for x, _ in centers) + radius + room + 0.1 * max(map(len, called)), max(abs(y) for _, y in centers) + radius + room
        scene.box(-wide, -high, 2 * wide, 2 * high)
        sx, sy = (1, -1) if template == 3 else (pick(rng, [-1, 1]), pick(rng, [-1, -1, 1]))
        printed.append(scene.label((sx * (wide - 0.2), sy * (high - 0.2)), f"${outside}$", (sx, sy)))
    spell = lambda region: "\\cap ".join(f"\\text{{{called[k]}}}" for k in sorted(region))  # noqa: E731
    facts = [Fact("\\text{only }" + spell(region) if len(region) < len(called) else spell(region), str(value)) for region, value in values.items()]
    spelled = [tuple(labels[k] for k in sorted(region)) for region in values]
    if outside:
        facts.append(Fact("\\text{none}", str(outside)))
        spelled.append(())
    for fact, label, known in zip(facts, printed, spelled):
        # a set's own count is looked for from its name; where sets meet their names are known already
        fact.mark = Mark(known[0] if len(known) == 1 else label, (label,), at=known[-1] if known else label, names=known, implied=len(known) > 1)
    # so numbers where sets meet are told from left to right, and which sets those are is seen from where the number is
    meeting = sorted((k for k, known in enumerate(spelled) if len(known) > 1), key=lambda k: left_of(printed[k]))
    order = [*range(len(called)), *meeting, *range(len(regions), len(facts))]
    facts, values = [facts[k] for k in order], {list(values)[k]: list(values.values())[k] for k in order if k < len(values)}
    which = int(rng.integers(len(called)))
    kind = pick(rng, ["set", "set", "one", "all", "two", "only"] + (["everyone", "none"] if outside else []))
    asked = pick(rng, ASKED[kind]).replace("{about}", pick(rng, ABOUT)).replace("{n}", things(rng))
    question = phrase(rng, asked.replace("{a}", called[which]))
    some = [value for region, value in values.items() if kind in KINDS and KINDS[kind](region, which)]
    chosen = some or {"all": list(values.values()), "everyone": [*values.values(), outside], "none": [outside]}[kind]
    expression = "+".join(str(v) for v in chosen)
    told = ", ".join(fact.text() for fact, (region, _) in zip(facts, values.items()) if KINDS[kind](region, which)) if kind in KINDS else ""
    steps = [*([f"{told}."] if told else []), f"Sum of the regions: {calculation(expression)}."] if len(chosen) > 1 else [f"There is one such region: ${chosen[0]}$."]
    return Problem("venn", template, scene, question, facts, steps, str(sum(chosen)))


def shortest(edges: dict[tuple[int, int], int], start: int, end: int) -> tuple[int, list[int], bool]:
    """Length and way from start to end, and whether another way is as short (Dijkstra, 1959)."""
    queue, best, ways = [(0, [start])], {}, []
    while queue:
        length, way = heapq.heappop(queue)
        here = way[-1]
        if here == end:
            if ways and length > ways[0][0]:
                break
            ways.append((length, way))
            continue
        if length > best.get(here, 10**9):
            continue
        best[here] = length
        for (a, b), weight in edges.items():
            for x, y in ((a, b), (b, a)):
                if x == here and y not in way:
                    heapq.heappush(queue, (length + weight, [*way, y]))
    return ways[0][0], ways[0][1], len(ways) > 1


def crossing(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether the segments ab and cd meet between their ends."""
    side = lambda p, q, r: (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])  # noqa: E731
    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def off_line(point: Point, a: Point, b: Point) -> float:
    """Distance of a point from the segment ab."""
    length = math.dist(a, b)
    along = max(0.0, min(1.0, ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / length**2))
    return math.dist(point, between(a, b, along))


def sample_graph(rng) -> tuple[list[Point], list[tuple[int, int]]]:
    """Corners from left to right or from above, some in columns, and edges that do not cross: the shortest first, some left out."""
    count = int(rng.integers(4, 8))
    while True:
        columns = sorted(float(x) for x in rng.uniform(0, 6.2, count))
        if rng.random() < 0.5:
            columns = sorted(pick(rng, [0.0, 2.1, 4.2, 6.2]) + float(rng.normal(0, 0.1)) for _ in range(count))
        spots = [(x, float(rng.uniform(-2, 2))) for x in columns]
        if min(math.dist(p, q) for k, p in enumerate(spots) for q in spots[:k]) > 1.45:
            break
    if rng.random() < 0.25:
        spots.sort(key=lambda spot: -spot[1])
    edges: list[tuple[int, int]] = []
    pairs = sorted(((a, b) for b in range(count) for a in range(b)), key=lambda pair: math.dist(spots[pair[0]], spots[pair[1]]))
    for a, b in pairs:
        free = not any(crossing(spots[a], spots[b], spots[c], spots[d]) for c, d in edges)
        far = all(off_line(spots[k], spots[a], spots[b]) > 0.55 for k in range(count) if k not in (a, b))
        if free and far and math.dist(spots[a], spots[b]) < 4.6 and rng.random() < 0.85:
            edges.append((a, b))
    return spots, sorted(edges)


TRAVEL = [
    "[How long is|Find the length of|What is the length of] the shortest [way|path|route] [from {a} to|between {a} and] {b}?", "What is the [least|smallest|shortest] distance [from {a} to|between {a} and] {b}?",
    "[The numbers|Numbers|The weights] are [km|minutes|hours|days|costs|miles]. [How long is|Find] the [shortest|quickest|best|fastest] [way|path|route|connection] [from {a} to|between {a} and] {b}.",
    "How [far|long] is it [at least |]from {a} to {b} on the [shortest|best] [way|path|route]?", "[Someone|A cyclist|A driver|A parcel] goes from {a} to {b}. How long is the [shortest|quickest|best] [way|route]?",
    "What does the cheapest [way|path] from {a} to {b} cost?",
]  # fmt: skip


def path(rng, template: int) -> Problem:
    """The length of the shortest way between two corners of a graph of four to seven."""
    scene = Scene()
    if template == 3:  # never trained: a house
        spots = [(2.2, 2.0), (0, 0.6), (4.4, 0.6), (0.8, -1.8), (3.6, -1.8)]
        joined = [(0, 1), (0, 2), (1, 2), (1, 3), (2, 4), (3, 4), (1, 4)]
        joined = [edge for edge in joined if rng.random() < 0.92]
    else:
        spots, joined = sample_graph(rng)
    count = len(spots)
    called = pick(rng, ["ABCDEFG", "ABCDEFG", "PQRSTUV", "abcdefg", "1234567"])[:count]
    if template != 3 and rng.random() < 0.3:
        called = "S" + "ABCDEFG"[: count - 2] + "T"
    if template != 3 and rng.random() < 0.15:
        called = "".join(sorted(rng.choice(list("ABCDEFGHKLMNPQRSTUVWXYZ"), count, replace=False)))
    edges = {edge: int(rng.integers(1, pick(rng, [10, 16, 30]))) for edge in joined}
    if len({a for edge in edges for a in edge}) < count or len(edges) > 10:
        return path(rng, template)
    small = float(rng.uniform(0.24, 0.34)) if template != 3 else 0.3
    dots = template != 3 and rng.random() < 0.2  # names beside dots in place of circles
    boxed = template != 3 and rng.random() < 0.3  # weights on the lines
    for a, b in edges:
        scene.line(spots[a], spots[b])
    facts, corners = [], []
    middle = sum(x for x, _ in spots) / count, sum(y for _, y in spots) / count
    for (x, y), name in zip(spots, called):
        if dots:
            scene.dot((x, y), 0.1)
            out = math.dist((x, y), middle) or 1.0
            dx, dy = (x - middle[0]) / out, (y - middle[1]) / out
            corners.append(scene.label((x + dx * 0.18, y + dy * 0.18), f"${name}$", (-dx, -dy)))
        else:
            scene.circle((x, y), small, fill=0.9)
            corners.append(scene.label((x, y), f"${name}$"))
    facts = []
    weights: list[Label] = []
    for (a, b), weight in edges.items():
        x, y = between(spots[a], spots[b], float(rng.uniform(0.42, 0.58)) if template != 3 else 0.42)
        length = math.dist(spots[a], spots[b])
        nx, ny = -(spots[b][1] - spots[a][1]) / length, (spots[b][0] - spots[a][0]) / length
        if ny < 0:
            nx, ny = -nx, -ny
        away, side = (0.0, 1) if boxed else (0.24, 1 if template == 3 or rng.random() < 0.8 else -1)
        if boxed:
            scene.shape((x - 0.2, y - 0.18), (x + 0.2, y - 0.18), (x + 0.2, y + 0.18), (x - 0.2, y + 0.18), fill=1.0, width=0)
        label = scene.label((x + side * nx * away, y + side * ny * away), f"${weight}$")
        weights.append(label)
        ends = sorted((a, b), key=lambda corner: spots[corner])
        facts.append(Fact("".join(called[k] for k in ends), str(weight), mark=Mark(label, (label,), at=(x, y), names=tuple(corners[k] for k in ends), each=True)))
    # numbers are told from left to right, each with the corners at the left and the right end of its edge
    order = sorted(range(len(facts)), key=lambda k: left_of(weights[k]))
    facts, edges = [facts[k] for k in order], {edge: edges[edge] for edge in (list(edges)[k] for k in order)}
    start, end = (0, len(spots) - 1) if rng.random() < 0.6 else (int(k) for k in rng.choice(len(spots), 2, replace=False))
    try:
        total, way, tied = shortest(edges, start, end)
    except IndexError:
        return path(rng, template)
    if len(way) < 3 or tied:
        return path(rng, template)
    steps = [f"The shortest way: <<shortest({called[start]}, {called[end]})>>={total} by {'-'.join(called[k] for k in way)}."]
    question = phrase(rng, pick(rng, TRAVEL).replace("{a}", f"${called[start]}$").replace("{b}", f"${called[end]}$"))
    return Problem("shortest path", template, scene, question, facts, steps, str(total))


FAMILIES = {"venn": (venn, 4), "shortest path": (path, 4)}
