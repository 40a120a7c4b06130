/** The bar over the pages: page field, zoom, rotation, and room for what the other parts add. */
import { h, iconButton, type IconName } from '../dom.ts';
import { l10n } from '../l10n.ts';
import { attachMenu, type MenuItem } from '../menu.ts';
import type { Subscription, Toolbar } from './reader.ts';
import { actualSize } from './zoom.ts';

export interface ToolbarActions {
  run(command: string): void;
  /** A page's label or number, as typed. Says whether there is such a page. */
  goToLabel(label: string): boolean;
  setPercent(percent: number): void;
}

const presets = [50, 75, 100, 125, 150, 200, 400];

export class ReaderToolbar implements Toolbar {
  readonly element: HTMLElement;
  readonly #start = h('div', { class: 'tools' });
  readonly #end = h('div', { class: 'tools' });
  readonly #field: HTMLInputElement;
  readonly #total = h('span', { class: 'total' });
  readonly #percent: HTMLButtonElement;
  #label = '';

  constructor(actions: ToolbarActions) {
    const tool = (name: IconName, label: string, command: string): HTMLElement =>
      iconButton(name, label, () => actions.run(command));
    this.#field = h('input', {
      class: 'page-field',
      type: 'text',
      inputmode: 'text',
      autocomplete: 'off',
      spellcheck: 'false',
      title: l10n.t('Page'),
      'aria-label': l10n.t('Page'),
      focus: () => this.#field.select(),
      blur: () => this.#reset(),
      keydown: (event) => this.#typed(event as KeyboardEvent, actions),
    });
    this.#percent = h('button', {
      class: 'button quiet percent',
      type: 'button',
      title: l10n.t('Zoom'),
    });
    attachMenu(this.#percent, () => this.#zoomMenu(actions));
    const more = iconButton('ellipsis', l10n.t('More Actions'), () => undefined);
    attachMenu(more, () => moreMenu(actions));
    this.element = h(
      'div',
      { class: 'reader-toolbar', role: 'toolbar', 'aria-label': l10n.t('PDF') },
      this.#start,
      h(
        'div',
        { class: 'tools' },
        h(
          'div',
          { class: 'tools wide' },
          tool('chevronUp', l10n.t('Previous Page'), 'previousPage'),
          tool('chevronDown', l10n.t('Next Page'), 'nextPage'),
        ),
        this.#field,
        this.#total,
      ),
      h(
        'div',
        { class: 'tools' },
        h('div', { class: 'tools wide' }, tool('zoomOut', l10n.t('Zoom Out'), 'zoomOut')),
        this.#percent,
        h('div', { class: 'tools wide' }, tool('zoomIn', l10n.t('Zoom In'), 'zoomIn')),
      ),
      h('div', { class: 'tools end' }, this.#end, more),
    );
  }

  add(element: HTMLElement, where: 'start' | 'end'): Subscription {
    (where === 'start' ? this.#start : this.#end).append(element);
    return { dispose: () => element.remove() };
  }

  showPage(page: number, label: string, count: number): void {
    this.#label = label;
    if (document.activeElement !== this.#field) this.#field.value = label;
    const labeled = label !== String(page);
    this.#total.textContent = labeled
      ? l10n.t('({0} of {1})', page, count)
      : l10n.t('of {0}', count);
    this.#field.style.width = `${Math.max(3, label.length, String(count).length) + 2}ch`;
  }

  showZoom(zoom: number): void {
    this.#percent.textContent = `${Math.round((zoom / actualSize) * 100)}%`;
    this.#percent.setAttribute('aria-label', l10n.t('Zoom: {0}', this.#percent.textContent));
  }

  /** Off while there is nothing to turn or enlarge. */
  enable(enabled: boolean): void {
    this.element.inert = !enabled;
  }

  askPage(): void {
    this.#field.focus();
    this.#field.select();
  }

  #typed(event: KeyboardEvent, actions: ToolbarActions): void {
    if (event.key === 'Escape') this.#field.blur();
    if (event.key !== 'Enter') return;
    if (actions.goToLabel(this.#field.value)) {
      this.#field.removeAttribute('aria-invalid');
      this.#field.blur();
    } else {
      this.#field.setAttribute('aria-invalid', 'true');
      this.#field.select();
    }
  }

  #reset(): void {
    this.#field.value = this.#label;
    this.#field.removeAttribute('aria-invalid');
  }

  #zoomMenu(actions: ToolbarActions): MenuItem[] {
    const command = (label: string, name: string): MenuItem => ({
      label,
      run: () => actions.run(name),
    });
    return [
      command(l10n.t('Fit Width'), 'fitWidth'),
      command(l10n.t('Fit Page'), 'fitPage'),
      'separator',
      ...presets.map((percent) => ({
        label: `${percent}%`,
        run: () => actions.setPercent(percent),
      })),
    ];
  }
}

function moreMenu(actions: ToolbarActions): MenuItem[] {
  const command = (label: string, name: string): MenuItem => ({
    label,
    run: () => actions.run(name),
  });
  return [
    command(l10n.t('First Page'), 'firstPage'),
    command(l10n.t('Previous Page'), 'previousPage'),
    command(l10n.t('Next Page'), 'nextPage'),
    command(l10n.t('Last Page'), 'lastPage'),
    'separator',
    command(l10n.t('Back'), 'goBack'),
    command(l10n.t('Forward'), 'goForward'),
    'separator',
    command(l10n.t('Zoom In'), 'zoomIn'),
    command(l10n.t('Zoom Out'), 'zoomOut'),
    'separator',
    command(l10n.t('Rotate Clockwise'), 'rotateClockwise'),
    command(l10n.t('Rotate Counterclockwise'), 'rotateCounterclockwise'),
  ];
}
