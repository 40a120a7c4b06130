/** The editable LaTeX: a plain text area over a layer that draws the marks under the same letters. */
import { h } from '../dom.ts';
import { pieces, type Mark } from './marks.ts';

export interface SourceEditor {
  readonly element: HTMLElement;
  readonly value: string;
  /** Replaces the text, unless it is the same already: then the cursor stays where it is. */
  setValue(text: string): void;
  setMarks(marks: readonly Mark[]): void;
  setReadOnly(readOnly: boolean): void;
  /** Focuses the text with this stretch selected. */
  select(start: number, end: number): void;
}

/** `describedBy` is the id of the element that tells a screen reader about the marks. */
export function createSourceEditor(
  label: string,
  describedBy: string,
  onInput: (text: string) => void,
): SourceEditor {
  const layer = h('pre', { class: 'marks', 'aria-hidden': 'true' });
  const area = h('textarea', {
    class: 'text',
    'aria-label': label,
    'aria-describedby': describedBy,
    spellcheck: 'false',
    autocapitalize: 'off',
    autocomplete: 'off',
    rows: '1',
  });
  area.addEventListener('input', () => onInput(area.value));

  return {
    element: h('div', { class: 'source' }, layer, area),
    get value() {
      return area.value;
    },
    setValue(text) {
      if (area.value !== text) area.value = text;
    },
    setMarks(marks) {
      const drawn = pieces(area.value, marks).map(({ text, kinds }) =>
        kinds.length === 0 ? text : h('mark', { class: kinds.join(' ') }, text),
      );
      // The last line break of a <pre> has no height of its own; the text area's has.
      layer.replaceChildren(...drawn, '\u200b');
    },
    setReadOnly(readOnly) {
      area.readOnly = readOnly;
    },
    select(start, end) {
      area.focus();
      area.setSelectionRange(start, end);
    },
  };
}
