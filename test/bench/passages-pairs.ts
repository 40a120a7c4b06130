/** Own questions and a phrase of the passage that answers each; null where the document says nothing of it. */
export interface Pair {
  readonly question: string;
  readonly phrase: string | null;
}

export const handbook: readonly Pair[] = [
  {
    question: 'Which operators send the unit ball to a set with compact closure?',
    phrase: 'sends the unit ball',
  },
  { question: 'Why is the identity not compact in infinite dimensions?', phrase: 'no finite net' },
  { question: 'Where can eigenvalues accumulate?', phrase: 'point of accumulation is zero' },
  { question: 'What is the formula for the Fourier coefficients?', phrase: 'Its coefficients are' },
  {
    question: 'overshoot of partial sums at a discontinuity, Gibbs',
    phrase: 'overshoot by about nine percent',
  },
  { question: 'How can the ringing be removed?', phrase: 'removes it' },
  { question: 'Why are there infinitely many primes?', phrase: 'There are infinitely many primes' },
  { question: 'Who proved the prime number theorem?', phrase: 'Vallée Poussin' },
  { question: 'How reliable is the Miller-Rabin test?', phrase: 'Miller and Rabin' },
  { question: 'When is quicksort quadratic?', phrase: 'the cost is quadratic' },
  { question: 'Is merge sort stable?', phrase: 'is stable' },
  { question: 'lower bound for comparison sorting', phrase: 'tree of decisions' },
  { question: "Carnot's bound on the efficiency of engines", phrase: 'Carnot found' },
  { question: "Boltzmann's entropy", phrase: 'counts the microscopic states' },
  { question: 'the law of large numbers', phrase: 'this is the law of large' },
  {
    question: 'Which inequality bounds the chance of large deviations for bounded variables?',
    phrase: 'Hoeffding bounds',
  },
  { question: 'How are gradients of all weights computed?', phrase: 'Backpropagation computes' },
  { question: 'Why do gradients vanish and what helps?', phrase: 'gradients can vanish' },
  { question: 'What is dropout?', phrase: 'Dropout switches units off' },
  {
    question: 'How is the period of a planet related to its orbit?',
    phrase: 'square of its period',
  },
  { question: 'evidence that the universe expands', phrase: 'Hubble concluded' },
  { question: 'When does a graph have an Eulerian walk?', phrase: 'even degree' },
  { question: 'shortest path algorithms', phrase: 'algorithm of Dijkstra' },
  { question: 'How many colors does a planar graph need?', phrase: 'four colors' },
  { question: 'How does photosynthesis work in plants?', phrase: null },
  { question: 'What is the capital of France?', phrase: null },
  { question: 'Which enzymes split proteins in the stomach?', phrase: null },
  { question: 'How do I bake sourdough bread?', phrase: null },
  { question: 'When did the Roman empire fall?', phrase: null },
];

/** BibTeX's manual (btxdoc.pdf of TeX Live), where it is installed. */
export const bibtex: readonly Pair[] = [
  {
    question: 'How can all entries of the database be included?',
    phrase: 'include in the reference list every entry',
  },
  { question: 'concatenate strings in a field', phrase: 'concatenat' },
  { question: 'What does crossref do?', phrase: 'cross referenc' },
  { question: 'How are names with von parts handled?', phrase: 'von' },
  {
    question: 'required fields of an article entry',
    phrase: 'Required fields: author, title, journal',
  },
  { question: 'Which entry type is for a PhD thesis?', phrase: 'phdthesis' },
  { question: 'What goes into the howpublished field?', phrase: 'howpublished' },
  { question: 'How are titles capitalized, and how do braces protect letters?', phrase: 'brace' },
  { question: 'accented characters in author names', phrase: 'accent' },
  { question: 'How should long lists of authors be shortened with others?', phrase: 'and others' },
  { question: 'differences between plain, unsrt, alpha and abbrv', phrase: 'unsrt' },
  { question: 'When should the key field be used?', phrase: 'key' },
  { question: 'month abbreviations', phrase: 'month' },
  { question: 'Is there an environment for proofs of theorems about graphs?', phrase: null },
  { question: 'How does photosynthesis work in plants?', phrase: null },
];

/** Over the KOMA-Script guide, a book of more than 500 pages. */
export const koma: readonly Pair[] = [
  {
    question: 'How is the binding correction given as an absolute value?',
    phrase: 'absolute value of the binding correction',
  },
  {
    question: 'Recalculating the type area when the leading was changed but not DIV',
    phrase: 'change the leading while keeping the DIV value',
  },
  {
    question: 'Which option comes close to the page canon of the Middle Ages?',
    phrase: 'as close as possible to the medieval page canon',
  },
  { question: 'What is the default of BCOR in areaset?', phrase: 'The default for BCOR is 0' },
  {
    question: 'Where does the binding correction go with twoside=semi?',
    phrase: 'part of the left margin on both pages',
  },
  {
    question: 'Does DIV=calc take mpinclude into account?',
    phrase: 'mpinclude is taken into account with DIV=calc',
  },
  { question: 'How are chemical reactions balanced?', phrase: null },
  { question: 'What is the boiling point of ethanol?', phrase: null },
];
