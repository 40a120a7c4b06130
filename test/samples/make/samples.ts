/** Where a sample comes from: a web page's typesetter, or the viewer that shows a PDF from pdflatex. */
export type Source =
  | { kind: 'katex' | 'mathjax' | 'mathjax-stix2'; pixels: number; theme: Theme }
  | { kind: 'mathml'; pixels: number; theme: Theme; font: string }
  | { kind: 'chromium' | 'pdfjs' | 'poppler'; zoom: number; preamble: string; body: string };

export type Theme = 'light' | 'dark' | 'cream' | 'blue' | 'gray';

export interface Sample {
  file: string;
  latex: string;
  source: Source;
  /** Device pixels per CSS pixel, as on an ordinary (1) or a high-density (2) screen. */
  scale: number;
  /** CSS pixels of page left around the formula: left, top, right, bottom. */
  margin: [number, number, number, number];
}

const computerModern = '';
const latinModern = '\\usepackage[T1]{fontenc}\\usepackage{lmodern}';
const times = '\\usepackage{newtxtext,newtxmath}';
const oldTimes = '\\usepackage{mathptmx}';
const palatino = '\\usepackage{newpxtext,newpxmath}';
const mathpazo = '\\usepackage{mathpazo}';
const utopia = '\\usepackage{fourier}';
const kepler = '\\usepackage{kpfonts}';
const euler = '\\usepackage{eulervm}';
const sans = '\\usepackage{cmbright}';

const web = (
  kind: 'katex' | 'mathjax' | 'mathjax-stix2',
  name: string,
  pixels: number,
  scale: number,
  theme: Theme,
  margin: Sample['margin'],
  latex: string,
): Sample => ({
  file: `${kind}-${name}.png`,
  latex,
  source: { kind, pixels, theme },
  scale,
  margin,
});

const mathml = (
  name: string,
  pixels: number,
  scale: number,
  font: string,
  margin: Sample['margin'],
  latex: string,
): Sample => ({
  file: `mathml-${name}.png`,
  latex,
  source: { kind: 'mathml', pixels, theme: 'light', font },
  scale,
  margin,
});

/** `zoom` 1 is 96 dots per inch; `points` is the document's text size. */
const pdf = (
  kind: 'chromium' | 'pdfjs' | 'poppler',
  name: string,
  fonts: string,
  points: 10 | 11 | 12,
  zoom: number,
  scale: number,
  margin: Sample['margin'],
  latex: string,
): Sample => ({
  file: `pdf-${kind}-${name}.png`,
  latex,
  source: {
    kind,
    zoom,
    preamble: `\\documentclass[${points}pt]{article}\\usepackage{amsmath,amssymb}${fonts}`,
    body: latex,
  },
  scale,
  margin,
});

export const samples: readonly Sample[] = [
  web(
    'katex',
    'quadratic',
    19.4,
    1,
    'light',
    [9, 7, 12, 8],
    'x = \\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a}',
  ),
  web(
    'katex',
    'gaussian',
    22,
    1,
    'light',
    [14, 6, 5, 10],
    '\\int_{-\\infty}^{\\infty} e^{-x^2} \\, dx = \\sqrt{\\pi}',
  ),
  web(
    'katex',
    'maxwell-dark',
    20,
    1,
    'dark',
    [10, 10, 18, 9],
    '\\nabla \\times \\mathbf{B} - \\frac{1}{c^2} \\frac{\\partial \\mathbf{E}}{\\partial t} = \\mu_0 \\mathbf{J}',
  ),
  web(
    'katex',
    'euler-product-cream',
    18,
    2,
    'cream',
    [6, 8, 8, 4],
    '\\sum_{n=1}^{\\infty} \\frac{1}{n^s} = \\prod_{p} \\frac{1}{1 - p^{-s}}',
  ),
  web(
    'katex',
    'absolute-value',
    19.4,
    1,
    'light',
    [12, 5, 9, 11],
    '|x| = \\begin{cases} x & \\text{if } x \\ge 0 \\\\ -x & \\text{if } x < 0 \\end{cases}',
  ),
  web(
    'katex',
    'squares',
    17,
    1,
    'light',
    [8, 9, 15, 6],
    '\\begin{aligned} (a+b)^2 &= a^2 + 2ab + b^2 \\\\ (a-b)^2 &= a^2 - 2ab + b^2 \\end{aligned}',
  ),
  web(
    'katex',
    'binomial-theorem',
    16,
    2,
    'light',
    [4, 4, 7, 5],
    '(x + y)^n = \\sum_{k=0}^{n} \\binom{n}{k} x^{n-k} y^k',
  ),
  web(
    'katex',
    'stokes-blue',
    24,
    1,
    'blue',
    [16, 12, 11, 14],
    '\\oint_{\\partial S} \\mathbf{F} \\cdot d\\mathbf{r} = \\iint_{S} (\\nabla \\times \\mathbf{F}) \\cdot d\\mathbf{S}',
  ),
  web(
    'katex',
    'lorentz',
    21,
    1,
    'gray',
    [9, 9, 9, 9],
    '\\gamma = \\frac{1}{\\sqrt{1 - \\frac{v^2}{c^2}}}',
  ),

  web(
    'mathjax',
    'cauchy-schwarz',
    16,
    1,
    'light',
    [10, 6, 8, 12],
    '\\left( \\sum_{k=1}^{n} a_k b_k \\right)^2 \\le \\left( \\sum_{k=1}^{n} a_k^2 \\right) \\left( \\sum_{k=1}^{n} b_k^2 \\right)',
  ),
  web(
    'mathjax',
    'rotation',
    18,
    1,
    'light',
    [7, 7, 13, 7],
    'R(\\theta) = \\begin{pmatrix} \\cos\\theta & -\\sin\\theta \\\\ \\sin\\theta & \\cos\\theta \\end{pmatrix}',
  ),
  web('mathjax', 'limit', 20, 2, 'light', [5, 9, 6, 3], '\\lim_{x \\to 0} \\frac{\\sin x}{x} = 1'),
  web(
    'mathjax',
    'schroedinger-dark',
    18,
    2,
    'dark',
    [8, 6, 12, 7],
    'i \\hbar \\frac{\\partial}{\\partial t} \\Psi(x, t) = \\left[ -\\frac{\\hbar^2}{2m} \\frac{\\partial^2}{\\partial x^2} + V(x, t) \\right] \\Psi(x, t)',
  ),
  web(
    'mathjax-stix2',
    'fourier',
    18,
    1,
    'light',
    [11, 5, 10, 8],
    '\\hat{f}(\\xi) = \\int_{-\\infty}^{\\infty} f(x) e^{-2\\pi i x \\xi} \\, dx',
  ),
  web(
    'mathjax-stix2',
    'taylor',
    17,
    2,
    'cream',
    [6, 6, 6, 6],
    'f(x) = \\sum_{n=0}^{\\infty} \\frac{f^{(n)}(a)}{n!} (x - a)^n',
  ),

  mathml(
    'basel',
    20,
    1,
    'math',
    [9, 4, 12, 9],
    '\\sum_{n=1}^{\\infty} \\frac{1}{n^2} = \\frac{\\pi^2}{6}',
  ),
  mathml('bayes', 18, 2, 'math', [7, 5, 9, 6], 'P(A \\mid B) = \\frac{P(B \\mid A) P(A)}{P(B)}'),
  mathml(
    'golden-ratio',
    20,
    1,
    'Latin Modern Math',
    [12, 8, 6, 10],
    '\\varphi = \\frac{1 + \\sqrt{5}}{2} \\approx 1.618',
  ),
  mathml('energy', 19, 1, 'DejaVu Math TeX Gyre', [8, 10, 14, 8], 'E^2 = (mc^2)^2 + (pc)^2'),

  pdf(
    'chromium',
    'cauchy-integral',
    computerModern,
    10,
    1.25,
    1,
    [10, 7, 14, 7],
    'f(a) = \\frac{1}{2\\pi i} \\oint_{\\gamma} \\frac{f(z)}{z - a} \\, dz',
  ),
  pdf(
    'chromium',
    'einstein',
    palatino,
    11,
    1.1,
    1,
    [8, 8, 9, 10],
    'R_{\\mu\\nu} - \\frac{1}{2} R g_{\\mu\\nu} + \\Lambda g_{\\mu\\nu} = \\frac{8\\pi G}{c^4} T_{\\mu\\nu}',
  ),
  pdf(
    'chromium',
    'normal-density',
    times,
    12,
    1,
    1,
    [13, 6, 7, 8],
    'f(x) = \\frac{1}{\\sigma \\sqrt{2\\pi}} e^{-\\frac{(x - \\mu)^2}{2\\sigma^2}}',
  ),
  pdf(
    'pdfjs',
    'stirling',
    times,
    10,
    1.5,
    1,
    [9, 9, 6, 11],
    'n! \\sim \\sqrt{2\\pi n} \\left( \\frac{n}{e} \\right)^n',
  ),
  pdf(
    'pdfjs',
    'determinant',
    latinModern,
    10,
    1,
    2,
    [5, 4, 7, 6],
    '\\det \\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix} = ad - bc',
  ),
  pdf(
    'pdfjs',
    'hoelder',
    utopia,
    10,
    1.33,
    1,
    [10, 8, 10, 8],
    '\\| fg \\|_1 \\le \\| f \\|_p \\| g \\|_q',
  ),
  pdf(
    'pdfjs',
    'geometric-series',
    euler,
    11,
    1.25,
    1,
    [7, 9, 12, 6],
    '\\sum_{k=0}^{\\infty} a r^k = \\frac{a}{1 - r}, \\quad |r| < 1',
  ),
  pdf(
    'poppler',
    'maxwell-pair',
    computerModern,
    11,
    1.25,
    1,
    [9, 6, 13, 9],
    '\\begin{aligned} \\nabla \\cdot \\mathbf{E} &= \\frac{\\rho}{\\varepsilon_0} \\\\ \\nabla \\cdot \\mathbf{B} &= 0 \\end{aligned}',
  ),
  pdf(
    'poppler',
    'residues',
    mathpazo,
    10,
    1.5,
    1,
    [8, 8, 8, 8],
    '\\oint_{C} f(z) \\, dz = 2\\pi i \\sum_{k=1}^{n} \\operatorname{Res}(f, a_k)',
  ),
  pdf(
    'poppler',
    'navier-stokes',
    oldTimes,
    11,
    1.33,
    1,
    [11, 7, 9, 12],
    '\\rho \\left( \\frac{\\partial \\mathbf{u}}{\\partial t} + \\mathbf{u} \\cdot \\nabla \\mathbf{u} \\right) = -\\nabla p + \\mu \\nabla^2 \\mathbf{u}',
  ),
  pdf(
    'poppler',
    'entropy',
    sans,
    10,
    1.5,
    1,
    [6, 10, 10, 7],
    'H(X) = -\\sum_{i=1}^{n} p_i \\log_2 p_i',
  ),
  pdf(
    'poppler',
    'gamma',
    kepler,
    10,
    1.4,
    1,
    [9, 5, 8, 9],
    '\\Gamma(z) = \\int_0^{\\infty} t^{z-1} e^{-t} \\, dt',
  ),
];
