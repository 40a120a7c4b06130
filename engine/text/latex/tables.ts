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
  unlhd:trianglelefteq lhd:triangleleft rhd:triangleright
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
]);

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
]); // prettier-ignore

/** Wrappers that change spacing only: the argument stays, the wrapper goes. */
export const TRANSPARENT = new Set(
  commands(
    'mathop mathrel mathbin mathord mathopen mathclose mathpunct mathinner smash mathnormal ensuremath hbox',
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
  boxed cancel bcancel xcancel pmod widecheck operatorname* substack sqrt`),
]);

export const TWO_ARGUMENTS = new Set(commands('frac binom overset underset'));

export const EXTENSIBLE_ARROWS = new Set(
  commands(
    'xrightarrow xleftarrow xleftrightarrow xRightarrow xLeftarrow xhookrightarrow xmapsto xrightleftharpoons',
  ),
);

export const OPERATORS = new Set(
  commands(`sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan ln log lg exp min max sup inf lim det dim
  ker deg gcd arg Pr hom limsup liminf`),
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
  injlim projlim varlimsup varliminf oiint i j o O L l AA aa ae AE ss`),
]);

/** Delimiters that may follow \left, \right, \middle and the \big family. */
export const DELIMITERS = new Set([
  ...'()[]|/.<>'.split(''), '\\{', '\\}', '\\|', '\\backslash',
  ...commands(`langle rangle lfloor rfloor lceil rceil uparrow downarrow updownarrow Uparrow Downarrow
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
  ['cases', 'cases'], ['dcases', 'cases'], ['rcases', 'rcases'], ['array', 'array'], ['tabular', 'array'],
  ['subarray', 'matrix'], ['equation', ''], ['equation*', ''], ['displaymath', ''], ['math', ''],
]); // prettier-ignore
