"""Which facts stand in the picture and which in the question; ways to say things."""

import math
import re
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import numpy as np

from diagrams.problem import PICTURE, QUESTION, Fact, Mark


@dataclass
class Fault:
    """What is wrong with a problem on purpose: its `at`-th fact is "missing", or said twice and "contradicted"."""

    kind: str
    at: int
    refusal: str = ""
    value: str = ""  # of the spoiled fact


FAULT: ContextVar[Fault | None] = ContextVar("fault", default=None)


@contextmanager
def faulty(fault: Fault):
    """Problems made inside have the fault, if they have such a fact; then `fault.refusal` says what is wrong."""
    token = FAULT.set(fault)
    try:
        yield fault
    finally:
        FAULT.reset(token)


class Teller:
    """Collects facts; those told in words become sentences of the question, the others labels of the picture."""

    def __init__(self, rng: np.random.Generator, in_words: float = 0.3):
        self.rng, self.in_words = rng, in_words
        self.bare: bool | None = None  # whether labels are values alone; None: now and then
        self.facts: list[Fact] = []
        self.sentences: list[str] = []

    def fact(self, symbol: str, value: str, unit: str, words: str, picture_only: bool = False) -> str:
        """Tells a fact; returns the label that the picture shows for it, which may be the symbol alone."""
        fault = FAULT.get()
        if fault and not fault.refusal and len(self.facts) == fault.at:
            return self.wrong(fault, symbol, value, unit, words)
        written = f"{value} {unit}".strip() if not unit.startswith("^") else f"${value}{unit}$"
        if not picture_only and self.rng.random() < self.in_words:
            self.facts.append(Fact(symbol, value, unit, QUESTION))
            self.sentences.append(self.said(self.facts[-1], words))
            return f"${symbol}$"
        text = written
        if not (self.rng.random() < 0.5 if self.bare is None else self.bare):
            text = f"${symbol} = {value}{unit}$" if unit.startswith("^") else f"${symbol} = {value}$ {unit}".strip()
        self.facts.append(Fact(symbol, value, unit, PICTURE, Mark(text=text)))
        return text

    def said(self, fact: Fact, words: str) -> str:
        """A sentence that gives the fact; `words` name it and may have choices (see `phrase`)."""
        name = phrase(self.rng, words)
        alone = f"${fact.value}{fact.unit}$" if fact.unit.startswith("^") else f"{fact.value} {fact.unit}".strip()
        whole_fact = fact.text() if self.rng.random() < 0.8 else fact.text().replace(" = ", "=")
        out = phrase(self.rng, pick(self.rng, SAYINGS))
        for mark, text in (("NAMED", name[0].upper() + name[1:]), ("named", name), ("FACT", whole_fact), ("VALUE", alone)):
            out = out.replace(mark, text)
        return out

    def wrong(self, fault: Fault, symbol: str, value: str, unit: str, words: str) -> str:
        fact = Fact(symbol, value, unit)
        fault.value = value
        if fault.kind == "missing":
            fault.refusal = f"I cannot answer: ${symbol}$ is not given."
            self.facts.append(Fact(symbol, "?", "", PICTURE, Mark(text=f"${symbol}$")))
            return f"${symbol}$"
        other = Fact(symbol, another(self.rng, value, 89 if unit.startswith("^") else math.inf), unit, QUESTION)
        label = fact.text()
        if self.bare is None and self.rng.random() < 0.35:
            label = f"${value}{unit}$" if unit.startswith("^") else f"{value} {unit}".strip()
        fact.mark = Mark(text=label)
        self.facts += [fact, other]
        self.sentences.append(self.said(other, words))
        fault.refusal = f"I cannot answer: the picture says {fact.text()}, the question says {other.text()}."
        return label

    def constant(self, symbol: str, value: str, unit: str) -> str:
        """A fact that is always said in words; returns its sentence."""
        self.facts.append(Fact(symbol, value, unit, QUESTION))
        return phrase(self.rng, pick(self.rng, CONSTANTS)).replace("FACT", self.facts[-1].text()).replace("SYMBOL", f"${symbol}$").replace("VALUE", f"{value} {unit}")

    def ask(self, *questions: str) -> str:
        """The whole question, with one of several ways to ask, each of which may have choices (see `phrase`)."""
        order = self.rng.permutation(len(self.sentences))
        told = [self.sentences[k] for k in order]
        asked = re.sub(r"(?<!=) ([.,?:])", r"\1", phrase(self.rng, pick(self.rng, questions)))
        return " ".join([asked, *told] if self.rng.random() < 0.2 else [*told, asked])


# NAMED and named: what is given; FACT: symbol, value and unit; VALUE: without the symbol
SAYINGS = (
    "NAMED is VALUE.", "NAMED is VALUE.", "NAMED is VALUE.", "NAMED is VALUE.", "NAMED is FACT.", "FACT.",
    "[Given|Known|Data|Given data]: FACT.", "[Let|Take|Suppose|Assume|Put|Set] FACT.", "Let named be VALUE.", "[Take|Assume] named to be VALUE.",
    "[Suppose|Assume|Imagine|You know|We know|It is known|Let us say|Remember|Note] that named is VALUE.", "[Suppose|Assume|We know|Note|It holds] that FACT.",
    "NAMED [was measured to be|measures|amounts to|equals|has the value|is known to be|is given as|is said to be|has been found to be] VALUE.",
    "[Given|Known] is named: VALUE.", "[Here|In this case|This time|Today], named is VALUE.", "NAMED: VALUE.", "For named [take|use|we have|one has] VALUE.",
    "[We have|There is|One has|We are told] FACT.", "[This is about|We look at|Think of] a case with FACT.", "NAMED has been [set|fixed|chosen] [as|to be] VALUE.",
)  # fmt: skip
CONSTANTS = (
    "Use FACT.", "Use FACT.", "[Take|Let|Assume|Reckon with|Calculate with|Set|Work with] FACT.", "Here FACT.", "FACT.", "[Use|Take] VALUE for SYMBOL.",
    "Take SYMBOL as VALUE.", "Let SYMBOL be VALUE.", "(FACT)", "[The acceleration of gravity|The acceleration of free fall] is VALUE.", "Given: FACT.",
)  # fmt: skip


def another(rng: np.random.Generator, value: str, most: float = math.inf) -> str:
    """A number that is written like this one (0.50 -> 1.23) and is another: between a third of it and three times as much."""
    places = len(value.partition(".")[2])
    for _ in range(40):
        other = f"{float(value) * rng.uniform(0.3, 3):.{places}f}"
        if float(other) not in (0, float(value)) and (abs(float(other)) <= most or abs(float(value)) > most):
            return other
    return f"{float(value) + 1:.{places}f}"


def pick(rng: np.random.Generator, options):
    return options[int(rng.integers(len(options)))]


CHOICE = re.compile(r"\[([^\[\]]*)\]")


def phrase(rng: np.random.Generator, pattern: str) -> str:
    """One of the ways to say something: "[What is|Find] the [total |]length" -> "Find the length". Choices may be nested."""
    while found := CHOICE.search(pattern):
        pattern = pattern[: found.start()] + pick(rng, found[1].split("|")) + pattern[found.end() :]
    return re.sub(r" +", " ", pattern).strip()


SYLLABLES = "ba be bi bo ca ce co cu da de di do fa fe fi fo ga go ha he hi ho ja ji ka ke ki ko la le li lo lu ma me mi mo mu na ne ni no pa pe pi po ra re ri ro ru sa se si so su ta te ti to tu va ve vi vo wa we wi ya yo za ze zi".split()
ENDS = ["", "", "n", "r", "s", "t", "l", "m", "x", "th", "nd", "ck", "ng", "sh", "y"]
SMALL_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def coined(rng: np.random.Generator, longest: int = 9) -> str:
    """A word that nobody has heard, so that names are read and not guessed: now of syllables, now of any letters."""
    if rng.random() < 0.25:
        return "".join(pick(rng, SMALL_LETTERS) for _ in range(int(rng.integers(3, 7))))
    word = "".join(pick(rng, SYLLABLES) for _ in range(int(rng.integers(1, 4)))) + pick(rng, ENDS)
    return word[:longest] if len(word) > 2 else word + pick(rng, SYLLABLES)


def in_case(rng: np.random.Generator, words: list[str]) -> list[str]:
    """Names as one figure writes them: all small, all capitalized, or now and then in capitals."""
    how = pick(rng, [str.lower, str.lower, str.capitalize, str.capitalize, str.upper])
    return [how(word) for word in words]


def decimal(rng: np.random.Generator, low: float, high: float, places: int) -> str:
    """A number as it is printed, with this many decimals."""
    return f"{rng.uniform(low, high):.{places}f}"


def whole(rng: np.random.Generator, low: int, high: int, step: int = 1) -> str:
    return str(low + step * int(rng.integers((high - low) // step + 1)))
