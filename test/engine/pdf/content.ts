/** What the fixtures say: written once, typeset by make.ts, and what a conversion is held against. */

export type Part =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: string }
  /** `$…$` are formulas; `[^n]` calls the n-th note of the document. */
  | { readonly kind: 'paragraph' | 'quote'; readonly text: string }
  | { readonly kind: 'display'; readonly latex: string; readonly number?: number }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly string[] }
  | { readonly kind: 'code'; readonly text: string }
  | {
      readonly kind: 'table';
      readonly rows: readonly (readonly string[])[];
      readonly caption: string;
    }
  | { readonly kind: 'figure'; readonly caption: string };

export interface Fixture {
  readonly name: string;
  readonly preamble: string;
  readonly columns: 1 | 2 | 3;
  readonly title: string;
  readonly abstract?: string;
  readonly notes: readonly string[];
  readonly parts: readonly Part[];
}

const river =
  'The characterization of meandering rivers is notoriously complicated, since sedimentation, erosion and vegetation interact over incommensurable periods. Nevertheless, comparatively straightforward measurements have established approximate relationships between discharge and curvature. A well-known observation concerns the wavelength, which is proportional to the breadth of the channel over several orders of magnitude.';
const weaving =
  'Traditional weaving distinguishes warp and weft, and the interlacement of both determines the appearance of the cloth. Manufacturers have experimented with extraordinarily sophisticated constructions, whose documentation unfortunately disappeared. Contemporary reconstructions therefore depend on microscopic examination, occasionally supplemented by correspondence between merchants.';
const bees =
  'Bees communicate the direction of distant flowers through a remarkable dance. The orientation of its straight portion relative to gravity represents the angle between the sun and the destination, and its duration represents the distance. Experimental manipulation of the apparent position of the sun misleads the recruited foragers accordingly.';
const bells =
  'Bellfounders adjust the partial tones of a bell by removing metal from the interior surface. The hum, the prime, the tierce, the quint and the nominal should stand in agreeable proportions, although the acceptable tolerance remains controversial. Instrumental measurements corroborate the judgement of experienced listeners in the majority of circumstances.';
const clocks =
  'Pendulum clocks lose time in warm weather because the rod expands. Compensation was accomplished by combining metals of different expansion, or by a reservoir of mercury whose centre of mass rises. Temperature, barometric pressure and the escapement each contribute disturbances that astronomers endeavoured to eliminate throughout the nineteenth century.';

export const fixtures: readonly Fixture[] = [
  {
    name: 'one-column',
    preamble: '',
    columns: 1,
    title: 'Notes on Rivers and Bells',
    abstract:
      'A short abstract tells what the reader may expect, namely rivers, cloth, bees and bells.',
    notes: [
      'The first note explains where the measurements were taken, and by whom.',
      'The second note is brief.',
    ],
    parts: [
      { kind: 'heading', level: 2, text: 'Rivers' },
      { kind: 'paragraph', text: `${river} Let $x\\in A$ and $n=2$ be given.[^1]` },
      { kind: 'display', latex: '\\int_0^1 f(x)\\,dx=\\frac{\\pi}{2}', number: 1 },
      { kind: 'paragraph', text: `It costs \\$5 and 100\\% of C\\# users agree.[^2] ${weaving}` },
      { kind: 'heading', level: 3, text: 'A List of Things' },
      {
        kind: 'list',
        ordered: false,
        items: ['a loom of oak that stands in the corner', 'a shuttle', 'some thread'],
      },
      {
        kind: 'list',
        ordered: true,
        items: ['first the warp', 'then the weft', 'finally the cloth'],
      },
      { kind: 'paragraph', text: bees },
      {
        kind: 'quote',
        text: 'Whoever looks long enough at a river finds that it has no beginning, and that the end of it is only another name for a larger water.',
      },
      { kind: 'heading', level: 2, text: 'Programs' },
      { kind: 'code', text: 'for bell in tower:\n    ring(bell)\nrest()' },
      { kind: 'paragraph', text: bells },
      {
        kind: 'table',
        rows: [
          ['Bell', 'Weight', 'Tone'],
          ['Mary', '1200', 'c'],
          ['John', '800', 'e'],
          ['Peter', '450', 'g'],
        ],
        caption: 'Three bells of the tower.',
      },
      { kind: 'paragraph', text: clocks },
    ],
  },
  {
    name: 'two-columns',
    preamble: '\\usepackage{mathptmx}',
    columns: 2,
    title: 'An Essay That Spans Both Columns of Its Page',
    abstract:
      'The abstract stands at the head of the first column and is read before everything else.',
    notes: ['A note at the foot of the first column.'],
    parts: [
      { kind: 'heading', level: 2, text: 'Introduction' },
      { kind: 'paragraph', text: `${river} ${weaving}` },
      { kind: 'paragraph', text: `${bees}[^1] ${bells}` },
      { kind: 'display', latex: 'a^2+b^2=c^2', number: 1 },
      { kind: 'paragraph', text: `${clocks} ${river}` },
      { kind: 'heading', level: 2, text: 'Methods' },
      {
        kind: 'list',
        ordered: false,
        items: ['observe the bees for a day', 'write everything down'],
      },
      { kind: 'paragraph', text: `${weaving} ${bells}` },
      { kind: 'paragraph', text: `${clocks} ${bees}` },
      { kind: 'heading', level: 3, text: 'Instruments' },
      { kind: 'paragraph', text: `${river} ${clocks}` },
      { kind: 'figure', caption: 'A drawing of two lines and a box.' },
      { kind: 'paragraph', text: `${bells} ${weaving}` },
      { kind: 'heading', level: 2, text: 'Conclusion' },
      { kind: 'paragraph', text: `${bees} ${river}` },
      { kind: 'paragraph', text: `${clocks} ${weaving}` },
    ],
  },
  {
    name: 'three-columns',
    preamble: '\\usepackage{mathpazo}\\usepackage{multicol}',
    columns: 3,
    title: 'A Leaflet in Three Columns',
    notes: [],
    parts: [
      { kind: 'paragraph', text: `${bells} ${river}` },
      { kind: 'paragraph', text: `${weaving} ${clocks}` },
      { kind: 'paragraph', text: `${bees} ${bells}` },
    ],
  },
];
