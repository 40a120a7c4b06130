/** The vocabulary of the canonical form: which commands exist, what they take, and which spellings mean the same picture. */

const words = (text: string): string[] => text.trim().split(/\s+/);
const commands = (text: string): string[] => words(text).map((name) => '\\' + name);

/** Spellings that typeset alike; the value is the one that a careful author would type. */
export const ALIASES: ReadonlyMap<string, string> = new Map(
  words(`
  le:leq ge:geq ne:neq rightarrow:to gets:leftarrow dots:ldots dotsc:ldots dotso:ldots dotsb:cdots dotsm:cdots
  dotsi:cdots dag:dagger ddag:ddagger land:wedge lor:vee lnot:neg owns:ni leqslant:leq geqslant:geq
  bm:boldsymbol pmb:boldsymbol mathbold:boldsymbol dfrac:frac tfrac:frac cfrac:frac dbinom:binom tbinom:binom
  stackrel:overset textbf:mathbf bold:mathbf textit:mathit textsf:mathsf texttt:mathtt mathds:mathbb Bbb:mathbb
  frak:mathfrak mathrsfs:mathscr operatorname:mathrm mathup:mathrm textrm:text textnormal:text mbox:text hbox:text
  textup:text doublecap:Cap doublecup:Cup Longrightarrow:implies Longleftrightarrow:iff qquad:quad
  infin:infty restriction:upharpoonright hslash:hbar vartriangle:triangle
  Doteq:doteqdot thickapprox:approx thicksim:sim smallint:int empty:emptyset
  longmapsto:mapsto varDelta:Delta varGamma:Gamma
  square:Box Diamond:diamond smallsetminus:setminus varTheta:Theta varLambda:Lambda varXi:Xi varPi:Pi varSigma:Sigma varUpsilon:Upsilon
  varPhi:Phi varPsi:Psi varOmega:Omega
  unlhd:trianglelefteq unrhd:trianglerighteq lhd:triangleleft rhd:triangleright
  cdotp:cdot centerdot:cdot mathellipsis:ldots mathsterling:pounds intop:int llless:lll gggtr:ggg Join:bowtie
  rightsquigarrow:leadsto Longleftarrow:impliedby smallsmile:smile smallfrown:frown doublewedge:wedge mathsfit:mathsf
  operatornamewithlimits:operatorname* underbar:underline fbox:boxed textmd:text emph:mathit nleqslant:nleq
  ngeqslant:ngeq exist:exists isin:in plusmn:pm sdot:cdot sub:subset sube:subseteq supe:supseteq weierp:wp
  alef:aleph alefsym:aleph bull:bullet clubs:clubsuit diamonds:diamondsuit hearts:heartsuit spades:spadesuit
  Dagger:ddagger image:Im real:Re sect:S larr:leftarrow rarr:to harr:leftrightarrow uarr:uparrow darr:downarrow
  lArr:Leftarrow rArr:Rightarrow hArr:Leftrightarrow uArr:Uparrow dArr:Downarrow Larr:Leftarrow Rarr:Rightarrow
  Harr:Leftrightarrow Uarr:Uparrow Darr:Downarrow lrarr:leftrightarrow lrArr:Leftrightarrow Lrarr:Leftrightarrow
  lang:langle rang:rangle thetasym:vartheta
  `)
    .filter((pair) => pair.includes(':'))
    .map((pair) => pair.split(':').map((name) => '\\' + name) as [string, string]),
);

/** Spellings whose canonical form is not a control word. */
export const CHARACTER_ALIASES: ReadonlyMap<string, string> = new Map([
  ['\\lbrack', '['],
  ['\\rbrack', ']'],
  ['\\lbrace', '\\{'],
  ['\\rbrace', '\\}'],
  ['\\vert', '|'],
  ['\\lvert', '|'],
  ['\\rvert', '|'],
  ['\\mid', '|'],
  ['\\Vert', '\\|'],
  ['\\lVert', '\\|'],
  ['\\rVert', '\\|'],
  ['\\parallel', '\\|'],
  ['\\ast', '*'],
  ['\\colon', ':'],
  ['\\ordinarycolon', ':'],
  ['\\vcentcolon', ':'],
  ['\\ratio', ':'],
  ['\\ldotp', '.'],
  ['\\And', '\\&'],
  ['\\varvdots', '\\vdots'],
  ['\\lparen', '('],
  ['\\rparen', ')'],
  ['\\nobreakspace', '~'],
  ['\\lt', '<'],
  ['\\gt', '>'],
  ['\\sp', '^'],
  ['\\sb', '_'],
  ['\\cr', '\\\\'],
  ['\\newline', '\\\\'],
  ['\\tabularnewline', '\\\\'],
  ['\\lq', '`'],
  ['\\rq', "'"],
  ['−', '-'],
  ['`', '`'],
  ...unicode(),
]);

/** Characters that people and other models type as they are, spelled as their commands. */
function* unicode(): Generator<[string, string]> {
  const names = words(`
  α:alpha β:beta γ:gamma δ:delta ϵ:epsilon ε:varepsilon ζ:zeta η:eta θ:theta ϑ:vartheta ι:iota κ:kappa λ:lambda
  μ:mu µ:mu ν:nu ξ:xi π:pi ϖ:varpi ρ:rho ϱ:varrho σ:sigma ς:varsigma τ:tau υ:upsilon ϕ:phi φ:varphi χ:chi ψ:psi
  ω:omega ϝ:digamma Γ:Gamma Δ:Delta Θ:Theta Λ:Lambda Ξ:Xi Π:Pi Σ:Sigma Υ:Upsilon Φ:Phi Ψ:Psi Ω:Omega
  ∑:sum ∏:prod ∫:int ∬:iint ∭:iiint ∮:oint ∞:infty ∂:partial ∇:nabla ∀:forall ∃:exists ∄:nexists ∅:emptyset
  ∈:in ∉:notin ∋:ni ⊂:subset ⊃:supset ⊆:subseteq ⊇:supseteq ∪:cup ∩:cap ∧:wedge ∨:vee ¬:neg ⊕:oplus ⊗:otimes
  ≤:leq ≥:geq ≠:neq ≈:approx ≡:equiv ∼:sim ≃:simeq ≅:cong ∝:propto ≪:ll ≫:gg ≺:prec ≻:succ ⊥:perp
  ×:times ÷:div ±:pm ∓:mp ⋅:cdot ·:cdot ∘:circ ∗:ast ⋆:star →:to ←:leftarrow ↔:leftrightarrow ↦:mapsto
  ⇒:Rightarrow ⇐:Leftarrow ⇔:Leftrightarrow ↑:uparrow ↓:downarrow ⟨:langle ⟩:rangle ⌊:lfloor ⌋:rfloor ⌈:lceil
  ⌉:rceil …:ldots ⋯:cdots ⋮:vdots ⋱:ddots ℓ:ell ℏ:hbar ℵ:aleph ∠:angle △:triangle ℜ:Re ℑ:Im †:dagger ‡:ddagger
  `);
  for (const pair of names) {
    const [character = '', name = ''] = pair.split(':');
    yield [character, name === 'ast' ? '*' : '\\' + name];
  }
  yield ['ο', 'o']; // omicron
  yield ['∥', '\\|'];
  yield ['′', "'"];
}

/** Abbreviations of KaTeX and of common packages that look exactly like what they stand for. */
export const ABBREVIATIONS: ReadonlyMap<string, string> = new Map([
  ...words('ℕ:N ℤ:Z ℚ:Q ℝ:R ℂ:C').map((pair): [string, string] => [pair.charAt(0), `\\mathbb{${pair.charAt(2)}}`]),
  ...Object.entries({
    N: '\\mathbb{N}', natnums: '\\mathbb{N}', R: '\\mathbb{R}', reals: '\\mathbb{R}', Reals: '\\mathbb{R}',
    Z: '\\mathbb{Z}', cnums: '\\mathbb{C}', Complex: '\\mathbb{C}', Bbbk: '\\mathbb{k}',
    coloneqq: ':=', colonequals: ':=', Coloneqq: '::=', coloncolonequals: '::=', coloneq: ':-', colonminus: ':-',
    Coloneq: '::-', coloncolonminus: '::-', eqqcolon: '=:', equalscolon: '=:', Eqqcolon: '=::',
    equalscoloncolon: '=::', eqcolon: '-:', minuscolon: '-:', Eqcolon: '-::', minuscoloncolon: '-::',
    colonapprox: ':\\approx', Colonapprox: '::\\approx', coloncolonapprox: '::\\approx', colonsim: ':\\sim',
    Colonsim: '::\\sim', coloncolonsim: '::\\sim', simcolon: '\\sim:', simcoloncolon: '\\sim::',
    approxcolon: '\\approx:', approxcoloncolon: '\\approx::', dblcolon: '::', coloncolon: '::',
    argmax: '\\operatorname*{argmax}', argmin: '\\operatorname*{argmin}', plim: '\\operatorname*{plim}',
    degree: '^{\\circ}', textdegree: '^{\\circ}', angln: '\\angl{n}',
    Alpha: '\\mathrm{A}', Beta: '\\mathrm{B}', Epsilon: '\\mathrm{E}', Zeta: '\\mathrm{Z}', Eta: '\\mathrm{H}',
    Iota: '\\mathrm{I}', Kappa: '\\mathrm{K}', Mu: '\\mathrm{M}', Nu: '\\mathrm{N}', Omicron: '\\mathrm{O}',
    Rho: '\\mathrm{P}', Tau: '\\mathrm{T}', Chi: '\\mathrm{X}', omicron: 'o', varcoppa: '\\mathrm{\\varsigma}',
  }).map(([name, meaning]): [string, string] => ['\\' + name, meaning]),
]); // prettier-ignore

/** Dirac's brackets and sets: a fence around the argument. */
export const FENCING: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['\\bra', ['\\langle', '|']], ['\\Bra', ['\\langle', '|']], ['\\ket', ['|', '\\rangle']], ['\\Ket', ['|', '\\rangle']],
  ['\\braket', ['\\langle', '\\rangle']], ['\\Braket', ['\\langle', '\\rangle']], ['\\set', ['\\{', '\\}']],
  ['\\Set', ['\\{', '\\}']], ['\\pod', ['(', ')']],
]); // prettier-ignore

/** Spacing and style litter that leaves no mark worth reading. */
export const DROPPED = new Set([
  ' ', '~', '\\,', '\\;', '\\!', '\\:', '\\>', '\\ ', '\\/', '\\-', '\\@', '\\\n', '\\\t',
  ...commands(`nonumber notag limits nolimits displaystyle textstyle scriptstyle scriptscriptstyle null strut hfill
  hfil thinspace medspace thickspace negthinspace negmedspace negthickspace enspace enskip space relax noindent
  allowbreak nobreak break displaylimits mathstrut boldmath unboldmath normalsize small large Large LARGE huge Huge
  footnotesize scriptsize tiny centering protect smallskip medskip bigskip newpage par indent`),
]); // prettier-ignore

/** Commands dropped together with their braced arguments (the number of them). */
export const DROPPED_WITH_ARGUMENTS: ReadonlyMap<string, number> = new Map([
  ['\\label', 1], ['\\tag', 1], ['\\tag*', 1], ['\\hspace', 1], ['\\hspace*', 1], ['\\vspace', 1], ['\\vspace*', 1],
  ['\\phantom', 1], ['\\hphantom', 1], ['\\vphantom', 1], ['\\mspace', 1], ['\\cline', 1], ['\\rule', 2],
  ['\\color', 1],
]); // prettier-ignore

/** Color, links and marks of the page: so many braced arguments go, and the last one stays as it is. */
export const WRAPPERS: ReadonlyMap<string, number> = new Map([
  ['\\textcolor', 1], ['\\colorbox', 1], ['\\href', 1], ['\\htmlClass', 1], ['\\htmlId', 1], ['\\htmlStyle', 1],
  ['\\htmlData', 1], ['\\raisebox', 1], ['\\fcolorbox', 2],
]); // prettier-ignore

/** Wrappers that change spacing only: the argument stays, the wrapper goes. */
export const TRANSPARENT = new Set(
  commands(
    `mathop mathrel mathbin mathord mathopen mathclose mathpunct mathinner smash mathnormal ensuremath hbox llap rlap
    clap mathllap mathrlap mathclap vcenter blue orange pink red green gray purple`,
  ),
);

/** Old font switches that act to the end of their group, and the command that says the same. */
export const FONT_SWITCHES: ReadonlyMap<string, string | null> = new Map([
  ['\\rm', '\\mathrm'], ['\\bf', '\\mathbf'], ['\\it', '\\mathit'], ['\\cal', '\\mathcal'], ['\\sf', '\\mathsf'],
  ['\\tt', '\\mathtt'], ['\\bfseries', '\\mathbf'], ['\\rmfamily', '\\mathrm'], ['\\itshape', '\\mathit'],
  ['\\mit', null], ['\\em', '\\mathit'], ['\\sl', '\\mathit'], ['\\sc', null], ['\\scr', '\\mathscr'],
]); // prettier-ignore

export const FONTS = new Set(
  commands('mathrm mathbf mathit mathcal mathsf mathtt mathbb mathfrak mathscr boldsymbol'),
);

/** Commands with one argument that draw something around or over it. */
export const ONE_ARGUMENT = new Set([
  ...FONTS,
  ...commands(`hat tilde bar vec dot ddot dddot ddddot check breve acute grave mathring overline underline widehat
  widetilde overrightarrow overleftarrow overleftrightarrow underrightarrow underleftarrow overbrace underbrace
  boxed cancel bcancel xcancel sout phase angl pmod widecheck operatorname* substack sqrt utilde Overrightarrow
  overgroup undergroup overlinesegment underlinesegment overleftharpoon overrightharpoon underleftrightarrow
  overbracket underbracket`),
]);

export const TWO_ARGUMENTS = new Set(commands('frac binom overset underset'));

export const EXTENSIBLE_ARROWS = new Set(
  commands(
    `xrightarrow xleftarrow xleftrightarrow xRightarrow xLeftarrow xLeftrightarrow xhookrightarrow xhookleftarrow
    xmapsto xrightleftharpoons xleftrightharpoons xrightharpoonup xrightharpoondown xleftharpoonup xleftharpoondown
    xlongequal xtwoheadrightarrow xtwoheadleftarrow xtofrom`,
  ),
);

export const OPERATORS = new Set(
  commands(`sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan ln log lg exp min max sup inf lim det dim
  ker deg gcd arg Pr hom limsup liminf arctg arcctg ch cosec cotg ctg cth sh tg th`),
);

/** Symbols that stand alone. */
export const SYMBOLS = new Set([
  ...OPERATORS,
  ...words('\\{ \\} \\| \\% \\& \\# \\$ \\_'),
  ...commands(`alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu nu xi pi
  varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon
  Phi Psi Omega digamma quad prime backprime partial int iint iiint oint sum prod coprod infty nabla cdot cdots ldots vdots ddots
  rangle langle in notin ni pm mp equiv dagger ddagger perp to leftarrow circ sim simeq ell hbar wedge vee times
  otimes oplus ominus oslash odot neq angle measuredangle approx approxeq cup cap leq geq forall exists nexists star
  not longrightarrow longleftarrow subset supset subseteq supseteq subsetneq supsetneq nsubseteq propto varpropto
  Rightarrow Leftarrow Leftrightarrow leftrightarrow wp gg ll ggg lll mapsto bullet neg setminus
  emptyset varnothing cong ncong Re Im downarrow uparrow updownarrow Downarrow Uparrow doteq bigcup bigcap bigoplus
  bigotimes bigwedge bigvee biguplus bigsqcup bigodot uplus sqcup sqcap sqsubseteq sqsupseteq top bot asymp prec succ
  preceq succeq preccurlyeq succcurlyeq precsim lfloor rfloor lceil rceil lesssim gtrsim lessgtr lessapprox gtrapprox
  models vdash dashv Vdash vDash nvdash aleph beth gimel daleth div iff implies impliedby hookrightarrow hookleftarrow
  longleftrightarrow rightleftharpoons leftrightharpoons rightharpoonup rightharpoondown leftharpoonup
  leftharpoondown upharpoonright upharpoonleft downharpoonright leftrightarrows rightrightarrows rightleftarrows twoheadrightarrow rightarrowtail
  leadsto rightsquigarrow nearrow searrow nwarrow swarrow nleftarrow nrightarrow nleq ngeq nmid nparallel
  shortmid shortparallel mho triangle triangledown triangleleft triangleright trianglelefteq trianglerighteq
  vartriangleleft vartriangleright bigtriangleup bigtriangledown bigcirc bigstar diamond Box lozenge blacksquare
  blacktriangle clubsuit diamondsuit heartsuit spadesuit sharp flat natural imath jmath surd because therefore
  bowtie Join smile frown amalg wr dotplus ltimes rtimes Cap Cup barwedge veebar circledast circledcirc boxtimes
  boxplus multimap between pitchfork backslash bmod mod eth Finv hslash complement intercal lVert
  checkmark maltese circledR S P copyright pounds ulcorner urcorner llcorner lrcorner doteqdot triangleq bumpeq
  eqsim curvearrowright circlearrowleft circlearrowright looparrowright dashrightarrow leftleftarrows upuparrows
  injlim projlim varlimsup varliminf varinjlim varprojlim oiint oiiint i j o O L l AA aa ae AE ss TeX LaTeX KaTeX
  nless lneq lneqq lnsim lnapprox nprec npreceq precnsim precnapprox nsim nvDash ntriangleleft ntrianglelefteq
  subsetneqq ngtr gneq gneqq gnsim gnapprox nsucc nsucceq succnsim succnapprox nVDash ntriangleright
  ntrianglerighteq supsetneqq nVdash precneqq succneqq nLeftarrow nRightarrow nleftrightarrow nLeftrightarrow
  circledS Game blacktriangledown blacktriangleleft blacktriangleright blacklozenge sphericalangle diagup diagdown
  yen leqq geqq eqslantless eqslantgtr lessdot gtrdot lesseqgtr lesseqqgtr gtrless gtreqless gtreqqless
  risingdotseq fallingdotseq backsim backsimeq subseteqq supseteqq Subset Supset sqsubset sqsupset curlyeqprec
  curlyeqsucc precapprox succapprox succsim Vvdash Bumpeq eqcirc circeq backepsilon doublebarwedge boxminus boxdot
  divideontimes leftthreetimes rightthreetimes curlywedge curlyvee circleddash dashleftarrow Lleftarrow
  Rrightarrow twoheadleftarrow leftarrowtail looparrowleft curvearrowleft Lsh Rsh downharpoonleft
  leftrightsquigarrow downdownarrows nsupseteq Updownarrow lgroup rgroup lmoustache rmoustache gvertneqq lvertneqq
  ngeqq nleqq nshortmid nshortparallel nsubseteqq nsupseteqq varsubsetneq varsubsetneqq varsupsetneq
  varsupsetneqq llbracket rrbracket lBrace rBrace minuso notni origof imageof`),
]);

/** Delimiters that may follow \left, \right, \middle and the \big family. */
export const DELIMITERS = new Set([
  ...'()[]|/.<>'.split(''), '\\{', '\\}', '\\|', '\\backslash',
  ...commands(`langle rangle lfloor rfloor lceil rceil uparrow downarrow updownarrow Uparrow Downarrow Updownarrow
  lmoustache rmoustache lgroup rgroup ulcorner urcorner llcorner lrcorner`),
]); // prettier-ignore

export const OPENING: ReadonlyMap<string, string> = new Map([
  ['(', ')'], ['[', ']'], ['\\{', '\\}'], ['\\langle', '\\rangle'], ['\\lfloor', '\\rfloor'], ['\\lceil', '\\rceil'],
]); // prettier-ignore

/** Characters allowed as they are. */
export const CHARACTERS = new Set(
  'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789()[]|+-=<>/.,;:!?*@`"',
);

/** Environments, and the canonical one that draws the same. */
export const ENVIRONMENTS: ReadonlyMap<string, string> = new Map([
  ['aligned', 'aligned'], ['align', 'aligned'], ['align*', 'aligned'], ['split', 'aligned'], ['eqnarray', 'aligned'],
  ['eqnarray*', 'aligned'], ['alignat', 'aligned'], ['alignat*', 'aligned'], ['alignedat', 'aligned'], ['flalign', 'aligned'],
  ['gathered', 'gathered'], ['gather', 'gathered'], ['gather*', 'gathered'], ['multline', 'gathered'],
  ['multline*', 'gathered'], ['matrix', 'matrix'], ['matrix*', 'matrix'], ['pmatrix', 'pmatrix'], ['bmatrix', 'bmatrix'],
  ['Bmatrix', 'Bmatrix'], ['vmatrix', 'vmatrix'], ['Vmatrix', 'Vmatrix'], ['smallmatrix', 'matrix'],
  ['cases', 'cases'], ['dcases', 'cases'], ['rcases', 'rcases'], ['drcases', 'rcases'], ['darray', 'array'], ['array', 'array'], ['tabular', 'array'],
  ['subarray', 'matrix'], ['equation', ''], ['equation*', ''], ['displaymath', ''], ['math', ''],
]); // prettier-ignore

/** Accents that stretch, and what they are over a single letter. */
export const NARROW: ReadonlyMap<string, string> = new Map([
  ['\\widehat', '\\hat'], ['\\widetilde', '\\tilde'], ['\\overrightarrow', '\\vec'], ['\\widecheck', '\\check'],
]); // prettier-ignore

/** Relations that have a sign of their own when they are struck through. */
export const NEGATED: ReadonlyMap<string, string> = new Map([
  ['=', '\\neq'], ['\\in', '\\notin'], ['\\exists', '\\nexists'], ['\\subseteq', '\\nsubseteq'], ['|', '\\nmid'],
  ['\\leq', '\\nleq'], ['\\geq', '\\ngeq'],
]); // prettier-ignore
