"""A problem: its figure, what is known, how it is thought through, and its answer."""

import math
import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from diagrams.scene import Label, Point, Scene

PICTURE, QUESTION = "picture", "question"


@dataclass
class Mark:
    """Where a fact stands in the figure: labels, or points where nothing is printed; for training's pointer alone.

    `symbol` is where one sees what is meant; `value` has a place for each number of the fact's value. `text` in place of
    both is the text of a label that holds the fact. `at` is the place in the figure whose value is read elsewhere: a
    point whose coordinates stand at the axes, the end of a bar, a name whose value stands beside it. `names` are labels
    that are spelled in the symbol, in their order. `chain` are the places that the thought tells, where they are others
    than the symbol's and the value's: the first before the fact, the others before its value. `each`: before each name its
    own place is told. `implied`: the names follow from the places of facts told before.
    """

    symbol: Label | Point | None = None
    value: tuple[Label | Point, ...] = ()
    text: str = ""
    at: Label | Point | None = None
    names: tuple[Label, ...] = ()
    chain: tuple[Label | Point, ...] = ()
    each: bool = False
    implied: bool = False


@dataclass
class Fact:
    symbol: str  # LaTeX
    value: str  # as it is printed
    unit: str = ""
    source: str = PICTURE
    mark: "Mark | None" = None

    def text(self) -> str:
        if self.unit.startswith("^"):
            return f"${self.symbol} = {self.value}{self.unit}$"
        return f"${self.symbol} = {self.value}$" + (f" {self.unit}" if self.unit else "")


@dataclass
class Problem:
    family: str
    template: int
    scene: Scene
    question: str
    facts: list[Fact]
    steps: list[str]
    answer: str
    unit: str = ""
    symbol: str = ""
    refusal: str = ""
    seed: int = 0
    words: list[str] = field(default_factory=list)
    seen: list[tuple[str, "Label | Point"]] = field(default_factory=list)  # words of the steps, and where one looks for them

    def think(self) -> str:
        """The thought, with the calculator's answers in it. What is to be refused is seen from the facts."""
        facts = "; ".join(self.told())
        return ("Facts: " + facts + ".\n" if facts else "") + (self.refusal or tight("\n".join(self.steps)))

    def told(self) -> list[str]:
        """The facts as the thought lists them."""
        return [tight(fact.text()) + (" (question)" if fact.source == QUESTION else "") for fact in self.facts]

    def say(self) -> str:
        """The answer as it is written out."""
        if self.refusal:
            return self.refusal
        start = f"{self.symbol} = " if self.symbol else ""
        if self.unit.startswith("^"):
            return tight(f"${start}{self.answer}{self.unit}$")
        return tight(f"${start}{self.answer}$") + (f" {self.unit}" if self.unit else "")


def tight(text: str) -> str:
    """Mathematics as the reader writes it: no blanks around signs."""
    return re.sub(r" ([=+-]) ", r"\1", text)


def rounded(value: float, digits: int = 3) -> str:
    """Significant digits, without an exponent: 0.4967 -> 0.497, 1234.5 -> 1230; shorter where that is exact: 1.5."""
    if value == 0:
        return "0"
    # twelve digits first: 0.1 + 0.2 rounds as 0.3 does
    known = Decimal(f"{value:.12g}")
    places = digits - 1 - int(f"{known:.{digits - 1}e}".split("e")[1])
    text = f"{known.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP):.{max(0, places)}f}"
    return text.rstrip("0").rstrip(".") if "." in text and Decimal(text) == known else text


FUNCTIONS = {name: getattr(math, name) for name in ("sqrt", "sin", "cos", "tan", "atan", "pi", "exp", "radians", "degrees")} | {"max": max, "min": min}


def worth(expression: str) -> float:
    """The value of an expression that a generator wrote, as the engine's calculator understands it."""
    body, _, unit = expression.partition(" in ")
    code = re.sub(r"([\d.]+) deg\b", r"radians(\1)", body).replace("^", "**")
    value = float(eval(code, {"__builtins__": {}}, FUNCTIONS))
    return math.degrees(value) if unit == "deg" else value


def calculation(expression: str) -> str:
    """A calculator call with its result, which the engine writes: all digits of a number that ends soon, else nine."""
    known = Decimal(f"{worth(expression):.15g}").normalize()
    if len(known.as_tuple().digits) > 12:
        known = Decimal(f"{worth(expression):.9g}").normalize()
    return f"<<{expression}>>={known:f}" + (" deg" if expression.endswith(" in deg") else "")
