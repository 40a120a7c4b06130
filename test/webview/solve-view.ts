/** The view of a solved problem in a plain browser, with a figure and a host that records what it is sent. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { solutionOf } from '../../engine/tasks/solve.ts';
import { solvePage } from '../../extension/solve/page.ts';
import type { FromSolve, ProblemView, ToSolve } from '../../webview/solve/protocol.ts';
import { HostedView, type Theme } from './hosted.ts';
import { root, serve, type Serving } from './serving.ts';

export const solution = solutionOf({
  thought: 'A mass on a spring. $1.6/250 = 0.0064$.',
  answer:
    'Facts:\n- mass: $m = 1.6\\,\\text{kg}$ (picture)\n- spring constant: $k = 250\\,\\text{N/m}$ (picture)\n\n' +
    'Steps:\n$T = 2\\pi\\sqrt{\\frac{m}{k}} = 2\\pi\\sqrt{\\frac{1.6}{250}} \\approx 0.503\\,\\text{s}$\n\n' +
    '$f = \\frac{1}{T} = 2.51\\,\\text{Hz}$\n\nAnswer: $T = 0.503\\,\\text{s}$',
  ...{ stopReason: 'end', thoughtCut: false, promptTokens: null, tokens: 90, millis: 4200 },
  ...{ device: 'server localhost:8000', model: 'Phi-4-reasoning-vision-15B' },
});

export const serveSolve = (): Promise<Serving> => {
  const page = solvePage({
    ...{ cspSource: `'self'`, nonce: 'dGVzdA', language: 'en', texts: {} },
    ...{ script: '/solve.js', style: '/solve.css' },
  });
  return serve('solve', () => page);
};

export const cart = readFileSync(join(root, 'test', 'figures', 'springs-cart.png'));
export interface Problem {
  readonly question?: string;
  readonly placed?: boolean;
  readonly printed?: ProblemView['printed'];
  /** Whether there is a figure yet. */
  readonly figure?: boolean;
  /** What VS Code kept of the view. */
  readonly state?: unknown;
}

export async function openSolve(
  serving: Serving,
  theme: Theme,
  width = 720,
  height = 900,
  problem: Problem = {},
) {
  const permissions = ['clipboard-read', 'clipboard-write'];
  const page = await serving.open([width, height], { permissions });
  const view = new HostedView<FromSolve>(page);
  await view.load(serving.address, theme, problem.state);
  const { sent } = view;
  const post = (message: ToSolve): Promise<void> => view.post(message);
  const { question = 'What is the period?', placed = false, figure = true } = problem;
  const printed = [...(problem.printed ?? [])];
  const picture = { name: 'cart.png', mime: 'image/png', bytes: new Uint8Array(cart) } as const;
  await post({
    ...{ type: 'problem', tab: 'a1', mode: 'auto', question, placed, printed },
    ...(figure ? { picture } : {}),
  });
  await page.locator(figure ? '.figure:not([hidden])' : '.paste:not([hidden])').waitFor();
  const said = <T extends FromSolve['type']>(type: T): Promise<Extract<FromSolve, { type: T }>> =>
    view.until(type);
  const press = (name: string): Promise<void> =>
    page.getByRole('button', { name, exact: true }).click();
  const close = async (): Promise<void> => {
    await view.quiet();
    assert.deepEqual(
      sent.filter(({ type }) => type === 'fault'),
      [],
    );
    assert.deepEqual(view.violations, []);
    await view.close();
  };
  return { view, page, sent, said, post, press, close };
}
