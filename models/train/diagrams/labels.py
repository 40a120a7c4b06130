"""Labels in pieces: `$m_1 = 2$ kg` -> (text, italic, raised) runs."""

import re
from dataclasses import dataclass

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "theta": "θ", "lambda": "λ", "mu": "μ", "phi": "φ", "varphi": "φ",
    "tau": "τ", "omega": "ω", "Omega": "Ω", "Delta": "Δ", "pi": "π",
}  # fmt: skip
SIGNS = {"circ": "°", "cdot": "·", "times": "×", "infty": "∞", "leq": "≤", "geq": "≥", "angle": "∠", "triangle": "△", "parallel": "∥"}


@dataclass(frozen=True)
class Run:
    text: str
    italic: bool
    level: int  # 1: superscript, -1: subscript


def runs(label: str) -> list[Run]:
    out: list[Run] = []
    for k, part in enumerate(label.split("$")):
        if k % 2 == 0:
            if part:
                out.append(Run(part, False, 0))
        else:
            out += mathematics(part, 0)
    return out


def mathematics(source: str, level: int) -> list[Run]:
    out: list[Run] = []
    at = 0
    while at < len(source):
        found = re.compile(r"([_^])(\{[^{}]*\}|\\[a-zA-Z]+|.)|\\(?:mathrm|text)\{([^}]*)\}|\\([a-zA-Z]+) ?|\\(.)|(.)").match(source, at)
        at = found.end()
        script, inner, upright, name, escaped, plain = found.groups()
        if script:
            inner = inner[1:-1] if inner.startswith("{") else inner
            # a degree sign is no superscript
            out += [Run("°", False, level)] if inner == "\\circ" else mathematics(inner, 1 if script == "^" else -1)
        elif upright is not None:
            out.append(Run(upright, False, level))
        elif name:
            out.append(Run(GREEK.get(name) or SIGNS.get(name) or name, name in GREEK and name != "Omega", level))
        elif escaped:
            out.append(Run(" " if escaped in ",;: " else escaped, False, level))
        else:
            sign = {"-": "−", "=": " = ", "+": " + "}.get(plain, plain) if level == 0 else {"-": "−"}.get(plain, plain)
            out.append(Run(sign, plain.isalpha(), level))
    return out
