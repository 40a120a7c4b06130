/** The facts of a problem as values that can be corrected. */
import { button, h } from '../dom.ts';
import { l10n } from '../l10n.ts';
import type { FactView } from './protocol.ts';
import { formula, symbolLatex } from './steps.ts';

export type FactValue = Pick<FactView, 'symbol' | 'value' | 'unit'>;

export function createFacts(onChange: (values: FactValue[]) => void) {
  let facts: readonly FactView[] = [];
  const inputs = new Map<string, HTMLInputElement>();
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

  return {
    element,
    get changed() {
      return changed();
    },
    show(found: readonly FactView[]): void {
      facts = found;
      inputs.clear();
      const rows = found.map(({ name, symbol, value, unit, source }) => {
        const input = h('input', {
          ...{ type: 'text', inputmode: 'decimal', spellcheck: 'false', value },
          'aria-label': `${name}, ${unit}`,
          input: tell,
        });
        inputs.set(symbol, input);
        const told =
          source === 'picture' ? l10n.t('from the picture') : l10n.t('from the question');
        return h(
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
      });
      list.replaceChildren(...rows);
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
