/** The editable LaTeX: a plain text area over a layer that draws the marks under the same letters. */
import { h } from '../dom.ts';
import { pieces, type Mark } from './marks.ts';

export interface SourceEditor {
  readonly element: HTMLElement;
  readonly value: string;
  /** Replaces the text, unless it is the same already: then the cursor stays where it is. */
  setValue(text: string): void;
  /** Replaces the text as if it had been typed: it is reported, and can be undone. */
  type(text: string): void;
  setMarks(marks: readonly Mark[]): void;
  setReadOnly(readOnly: boolean): void;
  /** Focuses the text with this stretch selected. */
  select(start: number, end: number): void;
}

/** As much as a message to the host carries. */
const longest = 100_000;

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
    maxlength: String(longest),
    dir: 'ltr',
  });
  area.addEventListener('input', () => onInput(area.value));

  return {
    element: h('div', { class: 'source', dir: 'ltr' }, layer, area),
    get value() {
      return area.value;
    },
    setValue(text) {
      if (area.value !== text) area.value = text;
    },
    type(text) {
      area.focus();
      area.select();
      // Deprecated, and the only way that leaves the text area's own undo whole.
      // eslint-disable-next-line @typescript-eslint/no-deprecated
      if (!document.execCommand('insertText', false, text)) {
        area.value = text;
        onInput(text);
      }
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
