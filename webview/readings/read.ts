/** A finished reading: typeset form, editable source, and what deserves a second look. */
import { h } from '../dom.ts';
import { l10n } from '../l10n.ts';
import type { FinishedReading, FromWebview, ReadingView } from '../protocol.ts';
import type { Body } from './body.ts';
import { createAlternatives } from './alternatives.ts';
import { fit, type Refusal, type Typeset } from './formula.ts';
import { typesetMarked } from './marked.ts';
import { carryMarks, leastSure, unsureMarks, type Mark } from './marks.ts';
import { createSourceEditor } from './source.ts';
import { unsureText } from './words.ts';

/** An edit reaches the host this long after the last key: soon enough to survive closing the view. */
const editDelay = 150;
/** A formula that takes longer than this to draw is drawn only when the keys pause. */
const slow = 30;
const shortestPause = 200;
const longestPause = 2_000;

export function createReadBody(
  reading: FinishedReading,
  send: (message: FromWebview) => void,
): Body {
  const { id, name } = reading;
  const formula = h('div', { class: 'typeset', dir: 'ltr' });
  const fault = h('button', {
    class: 'fault',
    type: 'button',
    hidden: true,
    'aria-live': 'polite',
  });
  const pane = h(
    'div',
    {
      class: 'formula',
      role: 'group',
      'aria-label': l10n.t('Formula of {0}', name),
      tabindex: '0',
    },
    formula,
  );
  const unsure = h('div', { class: 'doubts', id: `unsure-${id}` });
  const source = createSourceEditor(l10n.t('LaTeX of {0}', name), `unsure-${id}`, (text) =>
    edit(text),
  );
  const others = createAlternatives((latex) => source.type(latex));
  const fitter = new ResizeObserver(() => fit(formula, pane));
  fitter.observe(pane);

  let current = reading;
  let given: ReadingView | undefined;
  let result: Typeset = { ok: true };
  let doubtful: readonly Mark[] = [];
  let sending: ReturnType<typeof setTimeout> | undefined;
  let drawing: ReturnType<typeof setTimeout> | undefined;
  let cost = 0;

  const draw = (): void => {
    clearTimeout(drawing);
    pane.removeAttribute('aria-busy');
    const from = performance.now();
    const text = source.value;
    doubtful = carryMarks(unsureMarks(current.latex, current.tokens), current.latex, text);
    result = typesetMarked(text, doubtful, 'unsure', formula);
    pane.classList.toggle('stale', !result.ok);
    showFault(result);
    fit(formula, pane);
    source.setMarks(result.ok ? doubtful : [...doubtful, ...errorMark(result)]);
    showUnsure(text, doubtful);
    others.show(text, [current.latex, ...current.alternatives]);
    cost = performance.now() - from;
  };

  const showFault = (shown: Typeset): void => {
    fault.hidden = shown.ok;
    if (shown.ok) return;
    const { start, end, message } = shown;
    fault.textContent =
      start === undefined
        ? l10n.t('Cannot be typeset: {0}', message)
        : l10n.t('Cannot be typeset at character {0}: {1}', start + 1, message);
    fault.onclick = () => source.select(start ?? 0, end ?? source.value.length);
  };

  const showUnsure = (text: string, marks: readonly Mark[]): void => {
    unsure.hidden = marks.length === 0;
    const shown = leastSure(marks, 6).map(({ start, end, confidence }) => {
      const label = unsureText(text.slice(start, end), confidence ?? 0);
      const title = l10n.t('Show in the source');
      const select = (): void => source.select(start, end);
      return h(
        'button',
        { class: 'chip', type: 'button', title, dir: 'ltr', click: select },
        label,
      );
    });
    const more =
      marks.length > shown.length ? [l10n.t('and {0} more', marks.length - shown.length)] : [];
    unsure.replaceChildren(h('span', {}, l10n.t('Worth a look:')), ...shown, ...more);
  };

  formula.addEventListener('click', ({ target }) => {
    const marked = target instanceof Element ? target.closest<HTMLElement>('[data-mark]') : null;
    const mark = doubtful[Number(marked?.dataset['mark'] ?? -1)];
    if (mark !== undefined) source.select(mark.start, mark.end);
  });
  source.element.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    send({ type: 'insert', id, latex: source.value });
  });

  const flush = (): void => {
    if (sending === undefined) return;
    clearTimeout(sending);
    sending = undefined;
    send({ type: 'edit', id, latex: source.value });
  };

  const edit = (text: string): void => {
    current = { ...current, edited: text };
    clearTimeout(sending);
    sending = setTimeout(flush, editDelay);
    clearTimeout(drawing);
    if (cost <= slow) {
      draw();
      return;
    }
    pane.setAttribute('aria-busy', 'true');
    drawing = setTimeout(draw, Math.min(longestPause, Math.max(shortestPause, 2 * cost)));
  };
  window.addEventListener('pagehide', flush);

  const update = (next: ReadingView): void => {
    if (next.status !== 'read') return;
    // Edits are newer than a reading that was shown before, and than the host while it is not told of them.
    if (next !== given) {
      current = sending === undefined ? next : { ...next, edited: source.value };
      source.setValue(current.edited);
    }
    given = next;
    draw();
  };

  return {
    kind: 'read',
    elements: [
      h('div', { class: 'formula-side' }, pane, fault),
      h('div', { class: 'source-side' }, source.element, unsure, others.element),
    ],
    update,
    text: () => source.value,
    refusal: () => (result.ok ? undefined : result.message),
    dispose() {
      flush();
      clearTimeout(drawing);
      fitter.disconnect();
      window.removeEventListener('pagehide', flush);
    },
  };
}

function errorMark({ start, end }: Refusal): Mark[] {
  return start === undefined || end === undefined ? [] : [{ start, end, kind: 'error' }];
}
