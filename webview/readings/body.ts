/** What stands beside the picture, one kind a status. */
import { button, h, icon } from '../dom.ts';
import { l10n } from '../l10n.ts';
import type { FromWebview, ReadingView } from '../protocol.ts';
import { createReadBody } from './read.ts';
import { helpedByRestart } from './words.ts';

type Send = (message: FromWebview) => void;

interface AnyBody {
  readonly elements: readonly HTMLElement[];
  update(reading: ReadingView): void;
  dispose(): void;
}

export type Body =
  | (AnyBody & { readonly kind: Exclude<ReadingView['status'], 'read'> })
  | (AnyBody & {
      readonly kind: 'read';
      text(): string;
      /** Why the formula as it stands cannot be typeset, if so. */
      refusal(): string | undefined;
    });

/** A new body for the reading's status; it must be replaced when the status changes. */
export function createBody(reading: ReadingView, send: Send): Body {
  switch (reading.status) {
    case 'read':
      return createReadBody(reading, send);
    case 'running':
      return createRunningBody(reading.id, send);
    case 'failed':
      return createFailedBody(reading.id, send);
    case 'waiting':
    case 'cancelled':
      return createIdleBody(reading.id, reading.status, send);
  }
}

function createRunningBody(id: string, send: Send): Body {
  const text = h('pre', { class: 'stream', 'aria-hidden': 'true', dir: 'ltr' });
  const bar = h('div', { class: 'progress', role: 'progressbar', 'aria-label': l10n.t('Reading') });
  const cancel = button(l10n.t('Cancel'), 'button quiet', () => send({ type: 'cancel', id }));
  const element = h('div', { class: 'running' }, bar, text, cancel);
  return {
    kind: 'running',
    elements: [element],
    update(reading) {
      if (reading.status === 'running') text.textContent = reading.latex;
    },
    dispose: () => element.remove(),
  };
}

function createFailedBody(id: string, send: Send): Body {
  const message = h('p', { class: 'message' });
  const action = h('p', { class: 'advice' });
  const buttons = h('div', { class: 'buttons' });
  const text = h('div', {}, message, action, buttons);
  const element = h('div', { class: 'problem', role: 'alert' }, icon('warning'), text);
  return {
    kind: 'failed',
    elements: [element],
    update(reading) {
      if (reading.status !== 'failed') return;
      message.textContent = reading.problem.message;
      action.textContent = reading.problem.action;
      const retry = button(l10n.t('Retry'), 'button', () => send({ type: 'retry', id }));
      const log = button(l10n.t('Show Log'), 'button quiet', () => send({ type: 'log' }));
      const restart = button(l10n.t('Restart Engine'), 'button quiet', () =>
        send({ type: 'restart' }),
      );
      const more = helpedByRestart(reading.problem) ? [restart, log] : [log];
      buttons.replaceChildren(retry, ...more);
    },
    dispose: () => element.remove(),
  };
}

function createIdleBody(id: string, kind: 'waiting' | 'cancelled', send: Send): Body {
  const act =
    kind === 'waiting'
      ? button(l10n.t('Cancel'), 'button quiet', () => send({ type: 'cancel', id }))
      : button(l10n.t('Read Again'), 'button quiet', () => send({ type: 'retry', id }));
  const element = h('div', { class: 'idle' }, act);
  return {
    kind,
    elements: [element],
    update: () => undefined,
    dispose: () => element.remove(),
  };
}
