/** Formulas as papers have them, our own selection: what the bench of finding formulas typesets. */

// prettier-ignore
export const inlineFormulas: readonly string[] = [
  'x', 'n', 'f', 'A', 'k', 'p', '\\alpha', '\\varepsilon', '\\Omega', 'G', 'i', 'V', '\\mu', 'T', '\\lambda_1',
  'x_i', 'a_{ij}', 'x^2', 'e^{-t}', '2^n', 'x_0', 'y^{(k)}', 'f(x)', 'g(x,y)', 'O(n^2)', 'O(n \\log n)', 'x \\in X',
  'n \\geq 1', 'k = 0', 'a < b', 'p > 2', 'x \\neq 0', 'x \\to 0', 'n \\to \\infty', 'f \\colon X \\to Y',
  '\\mathbb{R}^n', '\\mathcal{L}(V)', '\\mathfrak{g}', 'A \\subseteq B', 'A \\cap B = \\emptyset', '\\{0, 1\\}^n',
  '(x_1, \\dots, x_n)', '[0, 1]', '(a, b)', '|x| < \\delta', '\\|u\\|_2', '\\frac{1}{2}', '\\frac{a+b}{2}', '\\sqrt{2}',
  '\\sqrt{x^2 + y^2}', '\\sum_{k=1}^n a_k', '\\int_0^1 f(t)\\,dt', '\\sin x', '\\log p', '\\lim_{n\\to\\infty} a_n',
  '\\max_i x_i', '\\hat{\\theta}', '\\bar{x}', '\\tilde{f}', '\\vec{v}', '\\dot{q}', 'f\'(x)', 'f\'\'', '\\nabla u',
  '\\partial_t u', '\\Delta u = 0', 'u_{xx} + u_{yy} = 0', 'a \\equiv b \\pmod{m}', '\\binom{n}{k}', 'n!', '10^{-6}',
  '3 \\times 3', '\\pm 1', '2\\pi', 'E = mc^2', 'x + y = z', '\\gcd(a, b) = 1', '\\dim V = d', '\\ker \\varphi',
  'P(A \\mid B)', '\\operatorname{rank} A', 'x_{\\mathrm{max}}', 'W^{1,p}(\\Omega)', 'L^2', 'C^\\infty_c(U)',
  '\\forall \\varepsilon > 0', '\\epsilon_{ijk}', 'M_{\\alpha\\beta}', 'A^{-1}', 'A^\\top', '\\langle u, v \\rangle',
  '\\lfloor x \\rfloor', 'x \\mapsto x^3', 'S_n', 'H_1(X; \\mathbb{Z})', '\\tfrac{3}{4}', 'r = 0.05', 'N(0, \\sigma^2)',
  '\\theta^* \\in \\Theta', 'q \\ll 1', 'G/H', 'd(x, y)', 't \\in [0, T]', '1 - \\delta', 'm \\times n', 'z = a + ib',
];

// prettier-ignore
export const displayFormulas: readonly string[] = [
  'E = mc^2', 'a^2 + b^2 = c^2', 'x = \\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a}', 'e^{i\\pi} + 1 = 0',
  '\\int_{-\\infty}^{\\infty} e^{-x^2}\\,dx = \\sqrt{\\pi}', '\\sum_{n=1}^{\\infty} \\frac{1}{n^2} = \\frac{\\pi^2}{6}',
  'f(x) = \\sum_{k=0}^{n} \\frac{f^{(k)}(a)}{k!} (x - a)^k + R_n(x)',
  '\\lim_{h \\to 0} \\frac{f(x+h) - f(x)}{h} = f\'(x)', '\\det(A - \\lambda I) = 0',
  'A = \\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}',
  '\\begin{bmatrix} 1 & 0 & 2 \\\\ 0 & 1 & -1 \\\\ 3 & 4 & 0 \\end{bmatrix} \\begin{bmatrix} x \\\\ y \\\\ z \\end{bmatrix} = \\begin{bmatrix} 1 \\\\ 2 \\\\ 3 \\end{bmatrix}',
  '|x| = \\begin{cases} x & \\text{if } x \\geq 0, \\\\ -x & \\text{otherwise.} \\end{cases}',
  '\\nabla \\cdot \\mathbf{E} = \\frac{\\rho}{\\varepsilon_0}', '\\frac{\\partial u}{\\partial t} = \\alpha \\nabla^2 u',
  'i\\hbar \\frac{\\partial}{\\partial t} \\Psi = \\hat{H} \\Psi', 'P(A \\mid B) = \\frac{P(B \\mid A) P(A)}{P(B)}',
  '\\oint_{\\gamma} f(z)\\,dz = 2\\pi i \\sum_{j} \\operatorname{Res}(f, z_j)', '\\prod_{p} \\frac{1}{1 - p^{-s}} = \\zeta(s)',
  '\\left( \\sum_{k} a_k b_k \\right)^2 \\leq \\left( \\sum_k a_k^2 \\right) \\left( \\sum_k b_k^2 \\right)',
  '\\int_{\\partial \\Omega} \\omega = \\int_{\\Omega} d\\omega', '\\mathcal{F}(f)(\\xi) = \\int_{\\mathbb{R}^n} f(x) e^{-2\\pi i x \\cdot \\xi}\\,dx',
  '\\hat{\\beta} = (X^\\top X)^{-1} X^\\top y', 'H(p) = -\\sum_{i} p_i \\log p_i', '\\cos 2\\theta = \\cos^2 \\theta - \\sin^2 \\theta',
  'f(x) = \\frac{1}{\\sigma\\sqrt{2\\pi}} \\exp\\left( -\\frac{(x-\\mu)^2}{2\\sigma^2} \\right)',
  '\\Gamma(z) = \\int_0^\\infty t^{z-1} e^{-t}\\,dt', '\\min_{w} \\frac{1}{n} \\sum_{i=1}^{n} \\ell(w; x_i, y_i) + \\lambda \\|w\\|_2^2',
  '\\sup_{x \\in K} |f_n(x) - f(x)| \\to 0 \\quad \\text{as } n \\to \\infty', 'x_{n+1} = x_n - \\frac{f(x_n)}{f\'(x_n)}',
  '\\cfrac{1}{1 + \\cfrac{1}{1 + x}}', '\\underbrace{a + \\cdots + a}_{n \\text{ times}} = na', '\\overline{z + w} = \\overline{z} + \\overline{w}',
  'R_{\\mu\\nu} - \\frac{1}{2} R g_{\\mu\\nu} + \\Lambda g_{\\mu\\nu} = \\frac{8\\pi G}{c^4} T_{\\mu\\nu}',
  'K \\otimes L \\cong \\bigoplus_{j=1}^{r} M_j', '\\iint_D \\left( \\frac{\\partial Q}{\\partial x} - \\frac{\\partial P}{\\partial y} \\right) dx\\,dy',
  'A \\xrightarrow{\\;\\varphi\\;} B \\longrightarrow C', 'a_n = \\frac{1}{2}(a_{n-1} + b_{n-1}), \\qquad b_n = \\sqrt{a_{n-1} b_{n-1}}',
  '\\left\\{ x \\in \\mathbb{R} : x^2 < 2 \\right\\}', 'T(n) = 2T(n/2) + O(n)', '\\binom{n}{k} = \\frac{n!}{k!\\,(n-k)!}',
  '\\dot{x} = Ax + Bu, \\quad y = Cx', '\\sqrt[3]{1 + \\sqrt{2}}', '\\mathbb{E}[X] = \\int_{\\Omega} X\\,d\\mathbb{P}', '\\|Tx\\| \\leq C \\|x\\| \\quad \\text{for all } x \\in X',
];

/** Several lines in one display, rows for an `align`. */
// prettier-ignore
export const alignedFormulas: readonly string[] = [
  '(a+b)^2 &= (a+b)(a+b) \\\\ &= a^2 + 2ab + b^2', 'x &= r\\cos\\theta \\\\ y &= r\\sin\\theta',
  '\\nabla \\cdot \\mathbf{B} &= 0 \\\\ \\nabla \\times \\mathbf{E} &= -\\frac{\\partial \\mathbf{B}}{\\partial t}',
  '\\dot{q}_i &= \\frac{\\partial H}{\\partial p_i} \\\\ \\dot{p}_i &= -\\frac{\\partial H}{\\partial q_i}',
  'S_n &= \\sum_{k=0}^{n-1} q^k \\\\ &= \\frac{1 - q^n}{1 - q}, \\quad q \\neq 1',
  'I &= \\int_0^1 x^2\\,dx \\\\ &= \\left[ \\frac{x^3}{3} \\right]_0^1 \\\\ &= \\frac{1}{3}',
  'u &= v + w \\\\ v &= \\alpha u \\\\ w &= (1 - \\alpha) u', 'f(n) &\\leq cn + f(n-1) \\\\ &\\leq cn + c(n-1) + \\cdots + c \\\\ &= O(n^2)',
];

/** Sentences; `@` stands for a formula. */
// prettier-ignore
export const sentences: readonly string[] = [
  'Let @ be a constant, and suppose that @ holds for every @ in the domain.', 'We write @ for the set of all such maps.',
  'The proof of this result, given in Section 3, depends on @ alone.', 'For each @ there is some @ with @.',
  'It follows that @, @ and @ are bounded.', 'In 1998, a sample of 35 patients was studied over 12 months (see Table 2).',
  'Here @ denotes the mean (and @ its variance).', 'By the \\emph{maximum principle}, @ attains a value larger than @.',
  'This is \\emph{a} rather \\textit{strong} condition: it fails whenever @.', 'Since @, the claim is trivial.',
  'The algorithm needs @ steps in the worst case [12, 15].', 'We refer to Smith et al.~(2004, pp.~12--17) for a survey.',
  'Hence the map @ is well-defined and does not depend on @.', 'A simple computation shows that @; the converse is false.',
  'Note that neither @ nor @ appears in the final estimate, which is sharp.', 'If @ then we are done, so assume that @.',
  'The quantity @ was measured at 20 points, i.e. once every 5 minutes.', 'Each of the 3 cases is similar to the first one.',
  'Choose @ so small that @.', 'As a consequence, all of the arguments of the previous chapter remain valid.',
  'There are at least two reasons for this choice\\footnote{One of them is discussed below, the other one is not.}.',
  'Observations of this kind go back to the early work on networks.', 'We call @ \\textbf{regular} if @ for all @.',
  'The first term is controlled by @, the second one by @.', 'Statement (a) implies (b), and (b) implies (c).',
];

/** Sentences with citations, units, chemistry, versions, codes and other things that are no formulas. */
// prettier-ignore
export const hardSentences: readonly string[] = [
  'The samples (\\textit{n.\\,b.} not all) were kept at 25\\,\\textdegree C and 101.3 kPa for 2.5 h; see \\textit{Nature} \\textbf{12}, 345--350.',
  'As Smith \\emph{et al.} [3, 4, 7--9] and \\emph{Jones} (1987a, 1987b) show, @ is \\emph{not} enough.',
  'Water (H\\textsubscript{2}O), CO\\textsubscript{2} and Na\\textsubscript{2}SO\\textsubscript{4} were added, e.g. 5~ml of 2,4-dichlorophenol.',
  'In \\S 3.2.1 and Sections 4(a)--(c) of Part~II, pp.~iv--ix, the value @ is used.',
  'Version 2.0.1-rc1 of the program \\texttt{a.out} ran on x86-64 with 16 GB in 3 min 20 s (cf.\\ Fig.~2b, Table A.1).',
  'The \\emph{p}-value and the \\emph{t}-test of \\emph{Student} are due to a brewer; @ is known since 1908.',
  '\\emph{E. coli}, \\emph{i.e.} the best known of them, doubles in 20 min at 37\\,\\textdegree C.',
  'It costs \\$5 or 4\\,\\%, 10:30--11:45, on 12/03/2004, tel.\\ +49 30 1234-56, 2nd ed., 1\\textsuperscript{st} prize.',
  'The first author\\textsuperscript{1,2} thanks A.~B. Cole, J.-P. Serre and C.~d\'Arc* for @.',
  'Vitamins A, B\\textsubscript{12} and C, X-rays, the U-boat, plan~B, grade~A, size~XL and a T-shirt are named by letters.',
  'Let @ be given. Then (i) @ holds, (ii) it is \\emph{a fortiori} so, and (iii) \\textit{vice versa}.',
  'The words \\emph{a}, \\emph{an} and \\emph{I} are short; so is \\textit{à la} ``x\'\' and `y\'.',
  'See http://www.example.org/\\textasciitilde user/a\\_b?x=1\\&y=2 or mail to a.b@c.org.'.replaceAll('@', '\\char64 '),
  'He read \\emph{On the Origin of Species}, vol.~1, no.~4, 2nd printing \\& more; then AT\\&T and R\\&D grew by +3.5\\,\\% and --2\\,\\%.',
  'We need @ of type A/B, and/or 3--5 of the 12 km/h runs (Q1--Q4), where @.',
];
