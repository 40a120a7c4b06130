/**
 * Makes steps whose truth is known by how they are made: true ones, and the same ones spoiled. Values come
 * from doubles and BigInt here, never from the checker's own arithmetic.
 */
import { seededRandom } from '../../../../engine/runtime/sampling.ts';

export interface Case {
  readonly family: string;
  readonly text: string;
  /** The step that is judged: the one whose right side ends the text. */
  readonly truth: boolean;
}

/** How a true number is spoiled. */
const spoilers = ['digit', 'sign', 'double', 'tenfold', 'last'] as const;

export function makeCases(count: number, seed: number): Case[] {
  const random = seededRandom(seed);
  const maker = new Maker(random);
  const cases: Case[] = [];
  while (cases.length < count) {
    const family = families[cases.length % families.length]!;
    const truth = random() < 0.5;
    const text = family.make(maker, truth);
    if (text !== null) cases.push({ family: family.name, text, truth });
  }
  return cases;
}

class Maker {
  readonly random: () => number;

  constructor(random: () => number) {
    this.random = random;
  }

  int(low: number, high: number): number {
    return low + Math.floor(this.random() * (high - low + 1));
  }

  pick<T>(list: readonly T[]): T {
    return list[this.int(0, list.length - 1)]!;
  }

  /** A decimal of up to `digits` digits after the point, never zero. */
  decimal(high: number, digits = 2): string {
    const scale = 10 ** this.int(0, digits);
    return String(this.int(1, high * scale) / scale);
  }

  /** Printed with so many significant digits; wrong ones are wrong in a digit that is shown. */
  shown(value: number, digits: number, truth: boolean): string {
    const text = plain(value, digits);
    if (truth) return text;
    for (;;) {
      const spoiled = this.spoil(text);
      // What is spoiled must be out of the rounding, whichever way a tie goes.
      if (Math.abs(Number(spoiled) - value) > 1.01 * quantum(spoiled, text)) return spoiled;
    }
  }

  spoil(text: string): string {
    const digits = [...text].flatMap((c, i) => (/\d/.test(c) ? [i] : []));
    switch (this.pick(spoilers)) {
      case 'digit': {
        const at = this.pick(digits);
        const other = (Number(text[at]) + this.int(1, 9)) % 10;
        return text.slice(0, at) + String(other) + text.slice(at + 1);
      }
      case 'last': {
        const at = digits.at(-1)!;
        const other = (Number(text[at]) + this.pick([2, 3, 7, 8])) % 10;
        return text.slice(0, at) + String(other) + text.slice(at + 1);
      }
      case 'sign':
        return text.startsWith('-') ? text.slice(1) : `-${text}`;
      case 'double':
        return String(Number((Number(text) * 2).toPrecision(6)));
      case 'tenfold':
        return String(Number((Number(text) * 10).toPrecision(6)));
    }
  }
}

const plain = (value: number, digits: number): string => {
  const text = value.toPrecision(digits);
  return text.includes('e') ? Number(text).toFixed() : text;
};

const quantum = (...texts: readonly string[]): number =>
  Math.max(...texts.map((text) => 10 ** -(text.split('.')[1]?.length ?? 0)));

interface Family {
  readonly name: string;
  readonly make: (maker: Maker, truth: boolean) => string | null;
}

const significant = (value: number): boolean => Math.abs(value) > 0.01 && Math.abs(value) < 99_000;

const families: readonly Family[] = [
  {
    name: 'integers',
    make: (m, truth) => {
      const [a, b, c] = [m.int(2, 99), m.int(2, 99), m.int(2, 99)];
      const value = a * b - c;
      return `$${a}\\cdot${b}-${c}=${truth ? value : value + m.pick([-10, -2, -1, 1, 2, 9])}$`;
    },
  },
  {
    name: 'decimals without rounding',
    make: (m, truth) => {
      const [a, b] = [m.int(1, 999), m.int(1, 999)];
      const sum = String((a + b) / 1000);
      const wrong = m.pick([`${sum}4`, String((a + b + 1) / 1000), '0.30000000000000004']);
      return `$${a / 1000}+${b / 1000}=${truth ? sum : wrong}$`;
    },
  },
  {
    name: 'fractions',
    make: (m, truth) => {
      const [a, b, c, d] = [m.int(1, 9), m.int(2, 9), m.int(1, 9), m.int(2, 9)];
      const [over, under] = [a * d + b * c, b * d];
      return `$\\frac{${a}}{${b}}+\\frac{${c}}{${d}}=\\frac{${truth ? over : a + c}}{${truth ? under : b + d}}$`;
    },
  },
  {
    name: 'rounded',
    make: (m, truth) => {
      const [a, b] = [m.decimal(90), m.decimal(90)];
      const value = Math.sqrt(Number(a) / Number(b));
      if (!significant(value)) return null;
      const shown = m.shown(value, m.int(3, 5), truth);
      return `$\\sqrt{${a}/${b}} ${m.pick(['\\approx', '='])} ${shown}$`;
    },
  },
  {
    name: 'truncated or half-up',
    make: (m, truth) => {
      const [a, b] = [m.int(1, 400), m.pick([3, 6, 7, 9, 11, 13])];
      const value = a / b;
      if (a % b === 0) return null;
      const right = value.toFixed(3);
      const next =
        (Math.floor(value * 1000) + (value * 1000 - Math.floor(value * 1000) < 0.5 ? 1 : 0)) / 1000;
      return `$\\frac{${a}}{${b}}\\approx ${truth ? right : next.toFixed(3)}$`;
    },
  },
  {
    name: 'spring',
    make: (m, truth) => {
      const [mass, k] = [m.decimal(5), String(m.int(10, 400))];
      const value = 2 * Math.PI * Math.sqrt(Number(mass) / Number(k));
      const shown = m.shown(value, 3, truth);
      const law = 'T = 2\\pi\\sqrt{\\frac{m}{k}} = 2\\pi\\sqrt{\\frac{' + `${mass}}{${k}}}`;
      return `- m = ${mass} kg\n- k = ${k} N/m\n\n$${law} \\approx ${shown}\\,\\text{s}$`;
    },
  },
  {
    name: 'substitution',
    make: (m, truth) => {
      const [mass, a] = [m.int(2, 90), m.int(2, 90)];
      const put = truth
        ? [mass, a]
        : m.pick([
            [mass + 1, a],
            [mass, -a],
            [mass * 10, a],
          ]);
      return `$m = ${mass}\\,\\text{kg}$, $a = ${a}\\,\\text{m/s}^2$. $F = m a = ${put[0]} \\cdot (${put[1]})$`;
    },
  },
  {
    name: 'units',
    make: (m, truth) => {
      const [from, to, factor] = m.pick([
        ['km', 'm', 1000],
        ['m', 'cm', 100],
        ['h', 's', 3600],
        ['kg', 'g', 1000],
        ['mA', 'A', 0.001],
        ['min', 's', 60],
        ['L', 'mL', 1000],
      ] as const);
      const value = m.int(1, 90);
      const right = Number((value * factor).toPrecision(8));
      const wrong = m.pick([right * 10, right / 10, right * 60]);
      return `$${value}\\,\\text{${from}} = ${truth ? right : Number(wrong.toPrecision(6))}\\,\\text{${to}}$`;
    },
  },
  {
    name: 'wrong dimension',
    make: (m, truth) => {
      const [u, r] = [m.int(2, 24), m.pick([2, 4, 5, 8, 10])];
      const unit = truth ? 'A' : m.pick(['V', 'W', '\\Omega', 's', 'C']);
      return `$I = \\frac{U}{R} = \\frac{${u}\\,\\text{V}}{${r}\\,\\Omega} = ${u / r}\\,\\text{${unit === '\\Omega' ? 'Ω' : unit}}$`;
    },
  },
  {
    name: 'speed in other units',
    make: (m, truth) => {
      const v = m.int(10, 130);
      const shown = m.shown(v / 3.6, 4, truth);
      return `$${v}\\,\\text{km/h} \\approx ${shown}\\,\\text{m/s}$`;
    },
  },
  {
    name: 'identity',
    make: (m, truth) => {
      const [a, b] = [m.int(2, 9), m.int(1, 9)];
      const middle = truth ? 2 * a * b : m.pick([a * b, 0, -2 * a * b]);
      const sign = middle < 0 ? '' : '+';
      return `$(${a}x+${b})^2 = ${a * a}x^2${sign}${middle}x+${b * b}$`;
    },
  },
  {
    name: 'identity that holds at some points',
    make: (m, truth) => {
      const [a, b, c] = [m.int(-4, 4), m.int(-4, 4), m.int(2, 5)];
      const shift = (n: number): string => (n < 0 ? `+${-n}` : `-${n}`);
      const added = truth ? '' : `+(x${shift(a)})(x${shift(b)})(x-1)`;
      return `$${c}(x^2+x) ${added} = ${c}x^2+${c}x$`;
    },
  },
  {
    name: 'trigonometry',
    make: (m, truth) => {
      const [right, wrong] = m.pick([
        ['\\sin 2x = 2\\sin x\\cos x', '\\sin 2x = 2\\sin x'],
        ['\\cos 2x = 1-2\\sin^2 x', '\\cos 2x = 1+2\\sin^2 x'],
        ['\\sin^2 x+\\cos^2 x = 1', '\\sin^2 x-\\cos^2 x = 1'],
        ['\\tan x = \\frac{\\sin x}{\\cos x}', '\\tan x = \\frac{\\cos x}{\\sin x}'],
        ['\\cos(a+b) = \\cos a\\cos b-\\sin a\\sin b', '\\cos(a+b) = \\cos a+\\cos b'],
      ]);
      return `$${truth ? right : wrong}$`;
    },
  },
  {
    name: 'domain',
    make: (m, truth) => {
      const n = m.int(2, 9);
      const [right, wrong] = m.pick([
        ['\\sqrt{x^2} = |x|', '\\sqrt{x^2} = x'],
        [`\\ln(e^{${n}x}) = ${n}x`, `\\ln(x^${n * 2}) = ${n * 2}\\ln x`],
        [`\\sqrt{x-${n}}+\\sqrt{x-${n}} = 2\\sqrt{x-${n}}`, `\\sqrt{(x-${n}00)^2} = ${n}00-x`],
        [`|x-${n}| = |${n}-x|`, `|x-${n}| = x-${n}`],
        [`e^{${n}\\ln 2} = ${2 ** n}`, `\\frac{${n}}{0} = 0`],
        [`(-${n})^2 = ${n * n}`, `-${n}^2 = ${n * n}`],
        [`\\sqrt[3]{-${n ** 3}} = -${n}`, `\\sqrt{-${n * n}} = -${n}`],
      ]);
      return `$${truth ? right : wrong}$`;
    },
  },
  {
    name: 'solving',
    make: (m, truth) => {
      const [a, x, b] = [m.int(2, 9), m.int(-9, 9), m.int(1, 20)];
      const root = truth ? x : x + m.pick([-2, -1, 1, 2]);
      return `$${a}x+${b}=${a * x + b}$, so $x=${root}$`;
    },
  },
  {
    name: 'division by what may be zero',
    make: (m, truth) => {
      const n = m.int(2, 9);
      return truth ? `$${n}x=${n * n}$ and then $x=${n}$` : `$x^2=${n}x$ and then $x=${n}$`;
    },
  },
  {
    name: 'rearranged',
    make: (m, truth) => {
      const [given, right, wrong] = m.pick([
        ['F = m a', 'a = \\frac{F}{m}', 'a = \\frac{m}{F}'],
        ['U = R I', 'I = U/R', 'I = UR'],
        ['v = s/t', 't = s/v', 't = v/s'],
        ['p V = n R T', 'T = \\frac{p V}{n R}', 'T = \\frac{n R}{p V}'],
      ]);
      return `$${given}$, so $${truth ? right : wrong}$`;
    },
  },
  {
    name: 'huge and small',
    make: (m, truth) => {
      const [a, b] = [m.int(10, 300), m.int(1, 9)];
      const wrong = m.pick([
        `$10^{${a}}+${b} = 10^{${a}}$`,
        `$\\sqrt{10^{${2 * m.int(10, 40)}}+1} = 10^{${m.int(10, 40)}}$`,
      ]);
      const right = `$10^{${a}}+${b}-10^{${a}} = ${b}$`;
      return truth ? right : wrong;
    },
  },
  {
    name: 'powers of ten',
    make: (m, truth) => {
      const [a, b, n, k] = [m.int(11, 99), m.int(2, 9), m.int(-9, 9), m.int(-9, 9)];
      const product = (a * b) / 10;
      const shift = truth ? n + k + 1 : n + k + m.pick([0, 2, -1]);
      return `$${a}\\times 10^{${n}} \\cdot ${b}\\times 10^{${k}} = ${product}\\times 10^{${shift}}$`;
    },
  },
  {
    name: 'percent',
    make: (m, truth) => {
      const [p, n] = [m.int(1, 99), m.int(2, 90) * 100];
      const value = (p * n) / 100;
      return `$${p}\\% \\cdot ${n} = ${truth ? value : m.pick([p * n, value + 1, value / 100])}$`;
    },
  },
  {
    name: 'angles',
    make: (m, truth) => {
      const degrees = m.pick([20, 25, 40, 50, 65, 70]);
      const mass = m.int(2, 20);
      const value = mass * 9.81 * Math.sin((degrees * Math.PI) / 180);
      const wrong = mass * 9.81 * m.pick([Math.cos((degrees * Math.PI) / 180), Math.sin(degrees)]);
      if (Math.abs(wrong - value) < 0.5) return null;
      const shown = plain(truth ? value : wrong, 4);
      return `$F = m g \\sin\\theta = ${mass}\\cdot 9.81\\cdot \\sin ${degrees}^\\circ \\approx ${shown}\\,\\text{N}$`;
    },
  },
  {
    name: 'comparison',
    make: (m, truth) => {
      const n = m.int(2, 99);
      const low = Math.floor(Math.sqrt(n) * 100) / 100;
      return `$\\sqrt{${n}} ${truth ? '\\ge' : '<'} ${low}$`;
    },
  },
  {
    name: 'plain text',
    make: (m, truth) => {
      const [r1, r2] = [m.int(10, 900), m.int(10, 900)];
      const shown = m.shown((r1 * r2) / (r1 + r2), 4, truth);
      return `The two in parallel give R = ${r1}*${r2}/(${r1} + ${r2}) = ${shown} Ω.`;
    },
  },
  {
    name: 'almost equal',
    make: (m, truth) => {
      const [right, wrong] = m.pick([
        ['\\sqrt{2}\\sqrt{8} = 4', 'e^{\\pi\\sqrt{163}} = 262537412640768744'],
        ['\\frac{1}{3} = \\frac{2}{6}', '\\pi = \\frac{355}{113}'],
        [
          '\\sqrt{5+2\\sqrt 6} = \\sqrt 2+\\sqrt 3',
          '\\sqrt{5+2\\sqrt 6} = \\sqrt{2}+\\sqrt{3}+10^{-30}',
        ],
        ['1782^{12}+1841^{12}-1782^{12} = 1841^{12}', '1782^{12}+1841^{12} = 1922^{12}'],
        ['0.1\\cdot 3 = 0.3', '0.1\\cdot 3 = 0.30000000000000004'],
        ['\\frac{22}{7} \\approx 3.143', '\\frac{22}{7} = \\pi'],
      ]);
      return `$${truth ? right : wrong}$`;
    },
  },
];

export const familyNames = families.map(({ name }) => name);
