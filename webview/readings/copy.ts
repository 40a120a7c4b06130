/** The forms in which a formula can be copied: text that the host writes, and what only a view can make. */
import { l10n } from '../l10n.ts';
import type { MenuItem } from '../menu.ts';
import type { FromWebview, TextFormat } from '../protocol.ts';
import { drawPng, drawSvg } from './drawing/index.ts';
import { toMathMl } from './formula.ts';

interface TextChoice {
  readonly format: TextFormat;
  readonly label: string;
  readonly hint: string;
}

const textChoices = (): readonly TextChoice[] => [
  { format: 'latex', label: 'LaTeX', hint: 'x^2' },
  { format: 'inline', label: l10n.t('Inline'), hint: '$…$' },
  { format: 'display', label: l10n.t('Display'), hint: '\\[…\\]' },
  { format: 'equation', label: l10n.t('Equation'), hint: '\\begin{…}' },
  { format: 'markdown', label: 'Markdown', hint: '$$…$$' },
  { format: 'typst', label: 'Typst', hint: '$ … $' },
];

export interface CopyContext {
  readonly id: string;
  readonly latex: string;
  /** Why the formula cannot be typeset, or undefined when it can. */
  readonly refusal: string | undefined;
  readonly send: (message: FromWebview) => void;
  readonly done: () => void;
  /** Tells the person what kept it from being copied. */
  readonly fail: (text: string) => void;
}

export function copyMenu(context: CopyContext): MenuItem[] {
  const { id, latex, refusal, send } = context;
  const drawn = (label: string, hint: string, copy: () => Promise<void>): MenuItem => ({
    ...{ label, hint },
    ...(refusal === undefined ? {} : { disabled: l10n.t('Cannot be typeset: {0}', refusal) }),
    run: () => {
      copy().catch((error: unknown) => {
        context.fail(error instanceof Error ? error.message : String(error));
      });
    },
  });
  return [
    ...textChoices().map(({ format, label, hint }): MenuItem => {
      return { label, hint, run: () => send({ type: 'copy', id, format, latex }) };
    }),
    'separator',
    drawn('MathML', '<math>', () => copyMathMl(context)),
    drawn('SVG', '<svg>', async () => {
      send({ type: 'copy-text', id, text: await drawSvg(latex) });
    }),
    drawn('PNG', l10n.t('picture'), () => copyPng(context)),
  ];
}

function copyMathMl({ id, latex, send }: CopyContext): Promise<void> {
  const text = toMathMl(latex);
  if (typeof text !== 'string') return Promise.reject(new Error(text.message));
  send({ type: 'copy-text', id, text });
  return Promise.resolve();
}

/** The host's clipboard takes text alone, so the view writes pictures itself, if the browser lets it. */
async function copyPng({ id, latex, send, done }: CopyContext): Promise<void> {
  const picture = drawPng(latex);
  try {
    // The promise goes in as it is: waiting for it first would outlive the click that allows writing.
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
  } catch (error) {
    const bytes = new Uint8Array(await (await picture).arrayBuffer());
    if (!isRefusedClipboard(error)) throw error;
    send({ type: 'save-png', id, bytes });
    return;
  }
  done();
}

const isRefusedClipboard = (error: unknown): boolean =>
  error instanceof TypeError ||
  (error instanceof DOMException &&
    ['NotAllowedError', 'NotSupportedError', 'DataError', 'SecurityError'].includes(error.name));
