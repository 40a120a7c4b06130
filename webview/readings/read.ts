/** A finished reading: typeset form, editable source, and what deserves a second look. */
import { h } from '../dom.ts';
import type { FinishedReading, FromWebview, ReadingView } from '../protocol.ts';
import type { Body } from './body.ts';
import { fit, typeset, type Typeset } from './formula.ts';
import { carryMarks, leastSure, unsureMarks, type Mark } from './marks.ts';
import { createSourceEditor } from './source.ts';
import { unsureText } from './words.ts';

/** An edit reaches the host this long after the last key: soon enough to survive closing the view. */
const editDelay = 150;

export function createReadBody(
  reading: FinishedReading,
  send: (message: FromWebview) => void,
): Body {
  const { id, name } = reading;
  const formula = h('div', { class: 'typeset' });
  const fault = h('button', { class: 'fault', type: 'button', hidden: true });
  const pane = h(
    'div',
    { class: 'formula', role: 'group', 'aria-label': `Formula of ${name}`, tabindex: '0' },
    formula,
  );
  const unsure = h('div', { class: 'doubts', id: `unsure-${id}` });
  const others = h('details', { class: 'others' });
  const source = createSourceEditor(`LaTeX of ${name}`, `unsure-${id}`, (text) => {
    edit(text);
  });
  const fitter = new ResizeObserver(() => fit(formula, pane));
  fitter.observe(pane);

  let current = reading;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const draw = (): void => {
    const text = source.value;
    const result = typeset(text, formula);
    pane.classList.toggle('stale', !result.ok);
    showFault(result);
    fit(formula, pane);
    const doubtful = carryMarks(unsureMarks(current.latex, current.tokens), current.latex, text);
    source.setMarks(result.ok ? doubtful : [...doubtful, ...errorMark(result)]);
    showUnsure(text, doubtful);
  };

  const showFault = (result: Typeset): void => {
    fault.hidden = result.ok;
    if (result.ok) return;
    const { start, end, message } = result;
    const where = start === undefined ? '' : ` at character ${start + 1}`;
    fault.textContent = `Cannot be typeset${where}: ${message}`;
    fault.onclick = () => source.select(start ?? 0, end ?? source.value.length);
  };

  const showUnsure = (text: string, marks: readonly Mark[]): void => {
    unsure.hidden = marks.length === 0;
    const shown = leastSure(marks, 6).map(({ start, end, confidence }) => {
      const label = unsureText(text.slice(start, end), confidence ?? 0);
      const title = 'Show in the source';
      const select = (): void => source.select(start, end);
      return h('button', { class: 'chip', type: 'button', title, click: select }, label);
    });
    const more = marks.length > shown.length ? [`and ${marks.length - shown.length} more`] : [];
    unsure.replaceChildren(h('span', {}, 'Worth a look:'), ...shown, ...more);
  };

  const showOthers = (): void => {
    others.hidden = current.alternatives.length === 0;
    const rows = current.alternatives.map((latex) => {
      const preview = h('span', {});
      if (!typeset(latex, preview).ok) preview.textContent = latex;
      const use = (): void => {
        source.setValue(latex);
        edit(latex);
      };
      return h('button', { class: 'other', type: 'button', title: latex, click: use }, preview);
    });
    others.replaceChildren(h('summary', {}, `Other readings (${rows.length})`), ...rows);
  };

  const flush = (): void => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    send({ type: 'edit', id, latex: source.value });
  };

  const edit = (text: string): void => {
    current = { ...current, edited: text };
    clearTimeout(timer);
    timer = setTimeout(flush, editDelay);
    draw();
  };
  window.addEventListener('pagehide', flush);

  const update = (next: ReadingView): void => {
    if (next.status !== 'read') return;
    current = next;
    source.setValue(next.edited);
    draw();
    showOthers();
  };

  return {
    kind: 'read',
    elements: [
      h('div', { class: 'formula-side' }, pane, fault),
      h('div', { class: 'source-side' }, source.element, unsure, others),
    ],
    update,
    text: () => source.value,
    dispose() {
      flush();
      fitter.disconnect();
      window.removeEventListener('pagehide', flush);
    },
  };
}

function errorMark({ start, end }: Extract<Typeset, { ok: false }>): Mark[] {
  return start === undefined || end === undefined ? [] : [{ start, end, kind: 'error' }];
}
