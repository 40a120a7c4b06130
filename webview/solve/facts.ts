/** The facts of a problem as values that can be corrected. */
import { button, h } from '../dom.ts';
import { l10n } from '../l10n.ts';
import type { FactView } from './protocol.ts';
import { formula, symbolLatex } from './steps.ts';

export type FactValue = Pick<FactView, 'symbol' | 'value' | 'unit'>;

export interface FactsParts {
  readonly onChange: (values: FactValue[]) => void;
  /** A fact is looked at, by pointer or keyboard; undefined: none is. */
  readonly onPoint: (symbol: string | undefined) => void;
}

const sources = {
  picture: () => l10n.t('from the picture'),
  question: () => l10n.t('from the question'),
  person: () => l10n.t('corrected'),
};

export function createFacts({ onChange, onPoint }: FactsParts) {
  let facts: readonly FactView[] = [];
  const inputs = new Map<string, HTMLInputElement>();
  const rows = new Map<string, HTMLElement>();
  const list = h('ul', { class: 'facts' });
  const reset = button(l10n.t('Undo Corrections'), 'button quiet', () => {
    for (const { symbol, value } of facts) inputs.get(symbol)!.value = value;
    tell();
  });
  reset.hidden = true;
  const element = h('section', { hidden: true }, h('h2', {}, l10n.t('Facts')), list, reset);
  const changed = (): boolean =>
    facts.some(({ symbol, value }) => inputs.get(symbol)?.value.trim() !== value);

  function tell(): void {
    reset.hidden = !changed();
    for (const { symbol, value } of facts) {
      const input = inputs.get(symbol)!;
      input.classList.toggle('corrected', input.value.trim() !== value);
    }
    onChange(
      facts.map(({ symbol, unit }) => ({ symbol, unit, value: inputs.get(symbol)!.value.trim() })),
    );
  }

  function rowOf({ name, symbol, value, unit, source, places = [] }: FactView): HTMLElement {
    const input = h('input', {
      ...{ type: 'text', inputmode: 'decimal', spellcheck: 'false', value, placeholder: '?' },
      'aria-label': `${name}, ${unit}`,
      input: tell,
    });
    inputs.set(symbol, input);
    const told = value === '' ? l10n.t('not given') : sources[source]();
    const row = h(
      'li',
      {},
      h(
        'label',
        {},
        formula(`${symbolLatex(symbol)} =`),
        input,
        h('span', { class: 'unit' }, unit.replace('^2', '²').replace('^3', '³')),
      ),
      h('span', { class: 'name' }, name === symbol ? told : `${name}, ${told}`),
    );
    if (places.length > 0) {
      for (const event of ['pointerenter', 'focusin'])
        row.addEventListener(event, () => onPoint(symbol));
      for (const event of ['pointerleave', 'focusout'])
        row.addEventListener(event, () => onPoint(undefined));
    }
    return row;
  }

  return {
    element,
    get changed() {
      return changed();
    },
    show(found: readonly FactView[]): void {
      facts = found;
      inputs.clear();
      rows.clear();
      for (const fact of found) rows.set(fact.symbol, rowOf(fact));
      list.replaceChildren(...rows.values());
      reset.hidden = true;
      element.hidden = found.length === 0;
    },
    /** As if a person had typed them. */
    correct(values: readonly Pick<FactView, 'symbol' | 'value'>[]): void {
      for (const { symbol, value } of values) {
        const input = inputs.get(symbol);
        if (input !== undefined) input.value = value;
      }
      tell();
    },
    /** The row of a fact stands out. */
    light(symbol: string | undefined): void {
      for (const [of, row] of rows) row.classList.toggle('lit', of === symbol);
    },
    edit(symbol: string): void {
      inputs.get(symbol)?.focus();
      inputs.get(symbol)?.select();
    },
    /** Values that are no numbers are told where they stand. */
    refuse(bad: readonly string[]): void {
      for (const [symbol, input] of inputs)
        input.setAttribute('aria-invalid', String(bad.includes(symbol)));
    },
    clear(): void {
      facts = [];
      element.hidden = true;
    },
  };
}
