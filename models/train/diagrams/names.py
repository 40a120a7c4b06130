"""What charts, tables and sets are about: names of any sort, mostly words that nobody has heard, and what is counted."""

import numpy as np

from diagrams.tell import coined, in_case, pick, whole

LISTS = [
    ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], ["red", "blue", "green", "white", "black", "yellow"],
    ["Ann", "Ben", "Cara", "Dan", "Eve", "Finn", "Gina"], ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug"],
    ["bus", "tram", "bike", "train", "taxi", "boat"], ["tea", "milk", "juice", "water", "cola", "cocoa"],
    ["dogs", "cats", "birds", "fish", "mice", "frogs"], ["Rome", "Oslo", "Paris", "Lima", "Delhi", "Cairo"],
    ["math", "music", "art", "sport", "history", "physics"], ["north", "east", "south", "west"],
]  # fmt: skip
NOUNS = (
    "books cars tickets boxes bottles houses trees people visitors children points votes goals letters parcels cakes stamps coins "
    "hours days meters liters tons pieces machines calls guests members animals eggs seats rooms shirts bags jars members toys"
).split()
TITLES = ["Sales", "Visitors", "Points", "Number", "Rain in mm", "Students", "Votes", "Amount", "Value", "Count", "Cost", "Size"]
DONE = "sold made counted found sent bought seen lost grown used built given read kept".split()


def things(rng: np.random.Generator) -> str:
    """What is counted, in the plural."""
    return pick(rng, NOUNS) if rng.random() < 0.7 else coined(rng, 7) + "s"


def title(rng: np.random.Generator) -> str:
    return pick(rng, TITLES) if rng.random() < 0.5 else in_case(rng, [things(rng)])[0].capitalize()


def ordered(rng: np.random.Generator, count: int) -> list[str]:
    """Times and other names that have an order."""
    kind = int(rng.integers(5))
    if kind == 0:
        first, step = int(rng.integers(1950, 2030)), pick(rng, [1, 1, 2, 5, 10])
        return [str(first + k * step) for k in range(count)]
    if kind == 1:
        step = pick(rng, [1, 2, 3, 4])
        first = int(rng.integers(0, 24 - step * (count - 1)))
        unit = pick(rng, [" h", ":00", ""])
        return [f"{first + k * step}{unit}" for k in range(count)]
    if kind == 2:
        word = pick(rng, ["Q", "week ", "day ", "No. ", "T", "Group ", "step "])
        return [f"{word}{k + 1}" for k in range(count)]
    names = LISTS[pick(rng, [0, 3])]
    start = int(rng.integers(len(names) - min(count, len(names)) + 1))
    return names[start : start + count]


def names(rng: np.random.Generator, count: int) -> list[str]:
    """So many different names."""
    kind = rng.random()
    if kind < 0.12:
        return ordered(rng, count)
    if kind < 0.2:
        first = int(rng.integers(26 - count))
        return [chr(ord("A") + first + k) for k in range(count)]
    known = [name for some in LISTS for name in some]
    found = pick(rng, [option for option in LISTS if len(option) >= count]) if kind < 0.4 else known
    chosen: list[str] = []
    while len(chosen) < count:
        word = pick(rng, found) if rng.random() < (1.0 if kind < 0.4 else 0.15) else coined(rng)
        if word.lower() not in [name.lower() for name in chosen]:
            chosen.append(word)
    return chosen if kind < 0.4 else in_case(rng, chosen)


def number(rng: np.random.Generator) -> str:
    return whole(rng, 1, 95) if rng.random() < 0.6 else pick(rng, [whole(rng, 100, 950, 10), whole(rng, 1, 999), f"{rng.uniform(0.5, 40):.1f}"])
