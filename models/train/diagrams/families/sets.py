"""Counts in Venn diagrams, and shortest ways in weighted graphs."""

import heapq
import math

from diagrams.problem import Fact, Mark, Problem, calculation
from diagrams.scene import Scene, between
from diagrams.tell import pick

SETS = [("A", "B", "C"), ("tea", "milk", "rum"), ("Art", "Bio", "Chem"), ("X", "Y", "Z")]


def venn(rng, template: int) -> Problem:
    """Counts of two or three overlapping sets: one region, one set, exactly one, none, all."""
    scene = Scene()
    three = template in (1, 3)
    names = pick(rng, SETS)[: 3 if three else 2]
    count = lambda: int(rng.integers(1, 40))  # noqa: E731
    radius = 1.45
    centers = [(-0.85, 0.45), (0.85, 0.45), (0.0, -0.95)] if three else [(-0.9, 0.0), (0.9, 0.0)]
    if template == 3:
        centers = [(x, -y) for x, y in centers]
    for center in centers:
        scene.circle(center, radius)
    regions = {}
    middle = (sum(x for x, _ in centers) / len(centers), sum(y for _, y in centers) / len(centers))
    for k, (x, y) in enumerate(centers):
        out = math.hypot(x - middle[0], y - middle[1])
        dx, dy = (x - middle[0]) / out, (y - middle[1]) / out
        regions[frozenset([k])] = (x + dx * (0.55 if three else 0.45), y + dy * (0.55 if three else 0.45))
        reach = radius + 0.1
        scene.label((x + dx * reach * 0.8, y + (dy * reach if three else reach * 0.75)), f"${names[k]}$" if len(names[k]) == 1 else names[k], (-dx, -dy if three else -1.0))
    for a in range(len(centers)):
        for b in range(a):
            x, y = between(centers[a], centers[b], 0.5)
            push = 0.42 if three else 0.0
            out = math.hypot(x - middle[0], y - middle[1]) or 1
            regions[frozenset([a, b])] = (x + (x - middle[0]) / out * push, y + (y - middle[1]) / out * push)
    if three:
        regions[frozenset([0, 1, 2])] = middle
    values = {region: count() for region in regions}
    outside = count() if template == 2 or rng.random() < 0.3 else 0
    printed = [scene.label(place, f"${values[region]}$") for region, place in regions.items()]
    if outside:
        scene.box(-2.9, -2.9 if three else -1.9, 5.8, 5.6 if three else 3.8)
        printed.append(scene.label((2.6, -2.6 if three else -1.6), f"${outside}$", (1, -1)))
    spell = lambda region: "\\cap ".join(f"\\text{{{names[k]}}}" for k in sorted(region))  # noqa: E731
    facts = [Fact("\\text{only }" + spell(region) if len(region) < len(names) else spell(region), str(value)) for region, value in values.items()]
    if outside:
        facts.append(Fact("\\text{none}", str(outside)))
    for fact, label in zip(facts, printed):
        fact.mark = Mark(label, (label,))
    which = int(rng.integers(len(names)))
    kind = pick(rng, ["set", "one", "all", "two"] + (["everyone"] if outside else []))
    if kind == "set":
        chosen, question = [v for r, v in values.items() if which in r], pick(rng, [f"How many are in {names[which]}?", f"How many elements does {names[which]} have?"])
    elif kind == "one":
        chosen, question = [v for r, v in values.items() if len(r) == 1], "How many are in exactly one of the sets?"
    elif kind == "two":
        chosen, question = [v for r, v in values.items() if len(r) >= 2], "How many are in more than one of the sets?"
    elif kind == "all":
        chosen, question = list(values.values()), "How many are in at least one of the sets?"
    else:
        chosen, question = [*values.values(), outside], "How many are there in all?"
    expression = "+".join(str(v) for v in chosen)
    steps = [f"Sum of the regions: {calculation(expression)}."] if len(chosen) > 1 else [f"There is one such region: ${chosen[0]}$."]
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


def spread(edges: dict[tuple[int, int], int], names: str, start: int, end: int) -> list[str]:
    """A line for each corner that comes nearest next, with the ways that go on from it (Dijkstra, 1959), until the end does."""
    best, done, lines = {start: 0}, [], []
    while True:
        here = min((corner for corner in best if corner not in done), key=lambda corner: (best[corner], corner != end))
        if here == end:
            return lines
        done.append(here)
        onward = []
        for (a, b), weight in edges.items():
            other = b if a == here else a if b == here else None
            if other is None or other in done:
                continue
            length = best[here] + weight
            sum_of = calculation(f"{best[here]}+{weight}") if best[here] else f"{weight}"
            onward.append(f"${names[other]}$ {sum_of}")
            best[other] = min(length, best.get(other, length))
        if onward:
            lines.append(f"To ${names[here]}$ {best[here]}: " + ", ".join(onward) + ".")


def path(rng, template: int) -> Problem:
    """The length of the shortest way between two corners of a graph of five or six."""
    scene = Scene()
    layouts = [
        [(0, 0), (1.9, 1.3), (1.9, -1.3), (4.1, 1.3), (4.1, -1.3), (6.0, 0)],
        [(0, 1.1), (0, -1.1), (2.3, 1.3), (2.3, -1.3), (4.6, 0)],
        [(0, 0), (2.1, 1.5), (2.4, -0.2), (2.0, -1.8), (4.4, 1.2), (4.6, -1.3)],
        [(2.2, 2.0), (0, 0.6), (4.4, 0.6), (0.8, -1.8), (3.6, -1.8)],
    ]  # fmt: skip
    wanted = [
        [(0, 1), (0, 2), (1, 2), (1, 3), (2, 4), (3, 4), (1, 4), (3, 5), (4, 5)], [(0, 1), (0, 2), (1, 3), (2, 3), (0, 3), (2, 4), (3, 4)],
        [(0, 1), (0, 2), (0, 3), (1, 2), (2, 3), (1, 4), (2, 4), (2, 5), (3, 5), (4, 5)], [(0, 1), (0, 2), (1, 2), (1, 3), (2, 4), (3, 4), (1, 4)],
    ]  # fmt: skip
    spots = layouts[template]
    names = pick(rng, ["ABCDEF", "PQRSTU", "abcdef", "123456"])[: len(spots)]
    edges = {edge: int(rng.integers(1, 16)) for edge in wanted[template] if rng.random() < 0.92}
    joined = {a for edge in edges for a in edge}
    if len(joined) < len(spots):
        return path(rng, template)
    for a, b in edges:
        scene.line(spots[a], spots[b])
    facts = []
    for (a, b), weight in edges.items():
        x, y = between(spots[a], spots[b], 0.5 if template != 3 else 0.42)
        length = math.dist(spots[a], spots[b])
        nx, ny = -(spots[b][1] - spots[a][1]) / length, (spots[b][0] - spots[a][0]) / length
        if ny < 0:
            nx, ny = -nx, -ny
        label = scene.label((x + nx * 0.24, y + ny * 0.24), f"${weight}$")
        facts.append(Fact(f"{names[a]}{names[b]}", str(weight), mark=Mark(label, (label,))))
    for (x, y), name in zip(spots, names):
        scene.circle((x, y), 0.3, fill=0.9)
        scene.label((x, y), f"${name}$")
    start, end = (0, len(spots) - 1) if rng.random() < 0.6 else (int(k) for k in rng.choice(len(spots), 2, replace=False))
    try:
        total, way, tied = shortest(edges, start, end)
    except IndexError:
        return path(rng, template)
    if len(way) < 3 or tied:
        return path(rng, template)
    legs = [edges.get((a, b)) or edges[(b, a)] for a, b in zip(way, way[1:])]
    steps = [*spread(edges, names, start, end), "The shortest way is $" + "\\to ".join(names[k] for k in way) + "$.", f"Its length: {calculation('+'.join(map(str, legs)))}."]
    question = pick(rng, [f"How long is the shortest way from ${names[start]}$ to ${names[end]}$?", f"Find the length of the shortest path between ${names[start]}$ and ${names[end]}$."])
    return Problem("shortest path", template, scene, question, facts, steps, str(total))


FAMILIES = {"venn": (venn, 4), "shortest path": (path, 4)}
