"""Identities and equations with sympy's own verdict: python test/unit/solve/make_vectors.py > vectors.json"""

import json
import random

import sympy as sp

random.seed(11)
x, y = sp.symbols("x y")


def polynomial(depth):
    if depth == 0:
        return random.choice([x, y, sp.Integer(random.randint(1, 9))])
    a, b = polynomial(depth - 1), polynomial(depth - 1)
    return random.choice([a + b, a - b, a * b])


rows = []
while len(rows) < 120:
    left = polynomial(3)
    right = sp.expand(left)
    if not right.free_symbols or right == left:
        continue
    if len(rows) % 2:
        right = right + random.choice([1, -1, x, -y, x * y])
    rows.append(
        {
            "left": sp.latex(left, mul_symbol="dot"),
            "right": sp.latex(right, mul_symbol="dot"),
            "same": bool(sp.simplify(left - right) == 0),
        }
    )
values = []
for _ in range(80):
    a, b, c = (random.randint(2, 60) for _ in range(3))
    value = random.choice(
        [
            sp.sqrt(sp.Rational(a, b)) + c,
            sp.Rational(a, b) ** 3 - sp.Rational(1, c),
            sp.sin(sp.Rational(a, 10)) * sp.log(b) / c,
            sp.exp(sp.Rational(-a, b)) * sp.pi,
            sp.atan(sp.Rational(a, b)) + sp.sqrt(c),
        ]
    )
    values.append({"latex": sp.latex(value).replace("\\log", "\\ln").replace("\\operatorname{atan}", "\\arctan"), "value": str(value.evalf(30))})
print(json.dumps({"sympy": sp.__version__, "identities": rows, "values": values}, indent=1))
