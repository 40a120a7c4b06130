/** Threads about the fixture paper, in the states that a person meets. */
import type { ThreadView } from '../../webview/margin/protocol.ts';
import { thread, turn } from './margin-view.ts';

const period = { x1: 281, y1: 297, x2: 331, y2: 329 };
const doubling = { x1: 126, y1: 338, x2: 477, y2: 349 };

export const written: ThreadView = thread('written', { page: 1, rectangle: period }, [
  turn('t1', 'Why does the period not depend on the amplitude?', {
    thought:
      'The force is linear. So the equation of motion is linear and the amplitude scales out.',
    answer: [
      'Because Hooke’s law is **linear** [1]: if $x(t)$ solves $m\\ddot x = -kx$, so does $a\\,x(t)$.',
      '',
      '\\[ T = 2\\pi\\sqrt{\\frac{m}{k}} \\]',
      '',
      '- only $m$ and $k$ appear [1]',
      '- doubling $m$ gives the factor $\\sqrt 2$ [2]',
    ].join('\n'),
    citations: [
      {
        number: 1,
        page: 1,
        rectangles: [{ x1: 126, y1: 264, x2: 477, y2: 288 }],
        quote: 'A mass m on a spring of stiffness k obeys Hooke’s law.',
      },
      {
        number: 2,
        page: 1,
        rectangles: [doubling],
        quote: 'Doubling the mass makes the period longer by a factor of √2.',
      },
    ],
  }),
  turn('t2', 'And with damping?', {
    answer: 'The amplitude decays with $\\tau = 2m/c$ [1].',
    mode: 'think',
    citations: [
      {
        number: 1,
        page: 2,
        label: '2',
        rectangles: [{ x1: 126, y1: 240, x2: 470, y2: 262 }],
        quote: 'Friction proportional to velocity makes the amplitude decay exponentially',
      },
    ],
  }),
]);

export const quoting: ThreadView = thread('quoting', { page: 1 }, [
  turn('q1', 'What do springs in series share?', {
    answer: '> Two springs in series share the force, so their compliances add: [1]',
    citations: [
      {
        number: 1,
        page: 1,
        rectangles: [{ x1: 126, y1: 400, x2: 470, y2: 415 }],
        quote: 'Two springs in series share the force',
      },
    ],
    quoted: true,
    model: 'bundled',
    millis: 310,
  }),
]);

export const failed: ThreadView = thread(
  'failed',
  { page: 1, rectangle: doubling, quote: 'Doubling the mass makes the period longer' },
  [
    turn('f1', 'Is that so on the Moon?', {
      state: 'failed',
      answer: 'Yes, since',
      problem: {
        code: 'engine-died',
        message: 'The engine ended in the middle of the answer.',
        action: 'Ask again; it starts by itself.',
      },
    }),
  ],
  { anchorState: 'moved' },
);

export const lost: ThreadView = thread(
  'lost',
  { page: 2, rectangle: { x1: 126, y1: 300, x2: 300, y2: 312 } },
  [turn('l1', 'What was here?', { answer: 'A table that is gone.' })],
  { anchorState: 'lost' },
);

export const models = [
  { id: 'a', name: 'Phi-4-reasoning-vision' },
  { id: 'b', name: 'llama3.2-vision' },
];
