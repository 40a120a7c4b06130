"""Which facts stand in the picture and which in the question."""

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
            self.sentences.append(f"{words[0].upper()}{words[1:]} is {written}.")
            return f"${symbol}$"
        text = written
        if not (self.rng.random() < 0.5 if self.bare is None else self.bare):
            text = f"${symbol} = {value}{unit}$" if unit.startswith("^") else f"${symbol} = {value}$ {unit}".strip()
        self.facts.append(Fact(symbol, value, unit, PICTURE, Mark(text=text)))
        return text

    def wrong(self, fault: Fault, symbol: str, value: str, unit: str, words: str) -> str:
        fact = Fact(symbol, value, unit)
        fault.value = value
        if fault.kind == "missing":
            fault.refusal = f"I cannot answer: ${symbol}$ is not given."
            self.facts.append(Fact(symbol, "?", "", PICTURE, Mark(text=f"${symbol}$")))
            return f"${symbol}$"
        other = Fact(symbol, f"{float(value) * 1.5 + 1:g}", unit, QUESTION)
        fact.mark = Mark(text=fact.text())
        self.facts += [fact, other]
        written = f"${other.value}{unit}$" if unit.startswith("^") else f"{other.value} {unit}".strip()
        self.sentences.append(f"{words[0].upper()}{words[1:]} is {written}.")
        fault.refusal = f"I cannot answer: the picture says {fact.text()}, the question says {other.text()}."
        return fact.text()

    def constant(self, symbol: str, value: str, unit: str) -> str:
        """A fact that is always said in words; returns its sentence."""
        self.facts.append(Fact(symbol, value, unit, QUESTION))
        return f"Use ${symbol} = {value}$ {unit}."

    def ask(self, *questions: str) -> str:
        """The whole question, with one of several ways to ask."""
        order = self.rng.permutation(len(self.sentences))
        return " ".join([*(self.sentences[k] for k in order), questions[self.rng.integers(len(questions))]])


def pick(rng: np.random.Generator, options):
    return options[int(rng.integers(len(options)))]


def decimal(rng: np.random.Generator, low: float, high: float, places: int) -> str:
    """A number as it is printed, with this many decimals."""
    return f"{rng.uniform(low, high):.{places}f}"


def whole(rng: np.random.Generator, low: int, high: int, step: int = 1) -> str:
    return str(low + step * int(rng.integers((high - low) // step + 1)))
