/** The small window beside a region: what can be done with it, then what was read from it. */
import { button, h, icon, iconButton, type IconName } from '../dom.ts';
import { l10n } from '../l10n.ts';
import { fit, typeset } from '../readings/formula.ts';
import type { Reader } from '../reader/reader.ts';
import type { PointProblem, PointReading } from './protocol.ts';
import type { Region } from './region.ts';

export interface PopoverActions {
  read(): void;
  ask(): void;
  solve(): void;
  copyImage(): void;
  cancel(): void;
  retry(): void;
  copy(latex: string): void;
  insert(latex: string): void;
  show(): void;
  /** Closed by the person; the region's mark goes too. */
  closed(): void;
}

const gap = 8;

export class Popover {
  readonly element = h('div', { class: 'point-popover', role: 'dialog', tabindex: '-1' });
  readonly #reader: Reader;
  readonly #body = h('div', { class: 'point-body', 'aria-live': 'polite' });
  readonly #status = h('div', { class: 'point-status', role: 'status', 'aria-live': 'polite' });
  readonly #foot = h('div', { class: 'point-actions' });
  #region: Region | undefined;
  #actions: PopoverActions | undefined;
  #target = '';
  #latex: string | undefined;
  #insert: HTMLButtonElement | undefined;

  constructor(reader: Reader) {
    this.#reader = reader;
    this.element.hidden = true;
    this.element.append(this.#body, this.#status, this.#foot);
    document.body.append(this.element);
    this.element.addEventListener('keydown', (event) => this.#key(event));
    for (const event of ['scroll', 'layout'] as const) reader.on(event, () => this.#place());
    window.addEventListener('resize', () => this.#place());
  }

  get open(): boolean {
    return !this.element.hidden;
  }

  /** Offers what can be done with a region. */
  offer(region: Region, actions: PopoverActions): void {
    this.#begin(region, actions, l10n.t('Region'));
    this.element.classList.add('menu-only');
    this.#foot.replaceChildren(
      this.#action('search', l10n.t('Read as LaTeX'), () => actions.read()),
      this.#action('comment', l10n.t('Ask About This'), () => actions.ask()),
      this.#action('lightbulb', l10n.t('Solve…'), () => actions.solve()),
      this.#action('copy', l10n.t('Copy Image'), () => actions.copyImage()),
    );
    this.#place();
    this.#foot.querySelector('button')?.focus();
  }

  /** Shows how far reading is. Keeps what it offers where the region stays the same. */
  reading(region: Region, actions: PopoverActions, state: Omit<PointReading, 'type' | 'id'>): void {
    if (this.#region !== region || this.element.classList.contains('menu-only')) {
      this.#begin(region, actions, l10n.t('Reading'));
      this.element.focus({ preventScroll: true });
    }
    const { status, latex, problem } = state;
    this.element.dataset['status'] = status;
    if (status === 'read') this.#showLatex(latex, actions);
    else if (status === 'failed') this.#showProblem(problem, actions);
    else if (status === 'cancelled') this.close();
    else {
      this.#body.replaceChildren(
        h(
          'div',
          { class: 'point-wait' },
          h('span', { class: 'point-spinner' }),
          l10n.t('Reading…'),
        ),
      );
      this.#foot.replaceChildren(button(l10n.t('Stop'), 'button quiet', () => actions.cancel()));
    }
    this.#place();
  }

  say(text: string): void {
    this.#status.textContent = text;
  }

  /** Something that kept a result from being used; the result stays. */
  refuse({ message, action }: PointProblem): void {
    this.#status.textContent = `${message} ${action}`;
    this.#status.classList.add('bad');
    this.#place();
  }

  /** The document that Insert writes into changed. */
  set target(name: string) {
    this.#target = name;
    this.#showTarget();
  }

  close(): void {
    if (!this.open) return;
    const held = this.element.contains(document.activeElement);
    this.element.hidden = true;
    const actions = this.#actions;
    this.#region = undefined;
    this.#actions = undefined;
    if (held) this.#reader.viewport.focus({ preventScroll: true });
    actions?.closed();
  }

  #begin(region: Region, actions: PopoverActions, label: string): void {
    if (this.#region !== undefined && this.#region !== region) this.close();
    this.#region = region;
    this.#actions = actions;
    this.#latex = undefined;
    this.element.className = 'point-popover';
    this.element.setAttribute('aria-label', label);
    delete this.element.dataset['status'];
    this.#body.replaceChildren();
    this.#status.textContent = '';
    this.#status.classList.remove('bad');
    this.#foot.replaceChildren();
    this.element.hidden = false;
  }

  #showLatex(latex: string, actions: PopoverActions): void {
    if (this.#latex === latex) return;
    this.#latex = latex;
    const formula = h('div', { class: 'point-formula', dir: 'ltr', tabindex: '0' });
    formula.setAttribute('aria-label', l10n.t('Formula'));
    const done = typeset(latex, formula);
    const source = h('code', { class: 'point-source', dir: 'ltr', tabindex: '0' }, latex);
    this.#body.replaceChildren(...(done.ok ? [formula] : []), source);
    this.#insert = button(l10n.t('Insert'), 'button quiet', () => actions.insert(latex));
    this.#foot.replaceChildren(
      button(l10n.t('Copy'), 'button', () => actions.copy(latex)),
      this.#insert,
      h('span', { class: 'point-space' }),
      iconButton('comment', l10n.t('Ask About This'), () => actions.ask()),
      iconButton('image', l10n.t('Copy Image'), () => actions.copyImage()),
      iconButton('listFlat', l10n.t('Show in Readings'), () => actions.show()),
      iconButton('close', l10n.t('Close'), () => this.close()),
    );
    this.#showTarget();
    fit(formula, this.#body);
    if (document.activeElement === this.element) this.#foot.querySelector('button')?.focus();
  }

  #showProblem(problem: PointProblem | undefined, actions: PopoverActions): void {
    const message = problem?.message ?? l10n.t('The region could not be read.');
    this.#body.replaceChildren(
      h(
        'div',
        { class: 'point-problem', role: 'alert' },
        icon('warning'),
        h('div', {}, h('p', {}, message), h('p', { class: 'quiet' }, problem?.action ?? '')),
      ),
    );
    this.#foot.replaceChildren(
      button(l10n.t('Try Again'), 'button', () => actions.retry()),
      button(l10n.t('Close'), 'button quiet', () => this.close()),
    );
  }

  #showTarget(): void {
    if (this.#insert === undefined) return;
    this.#insert.disabled = this.#target === '';
    this.#insert.title =
      this.#target === ''
        ? l10n.t('Open a document to insert into')
        : l10n.t('Insert into {0}', this.#target);
  }

  #action(name: IconName, text: string, run: () => void): HTMLElement {
    return h(
      'button',
      { class: 'point-action', type: 'button', click: run },
      icon(name),
      h('span', {}, text),
    );
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      this.close();
      return;
    }
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step === undefined || !this.element.classList.contains('menu-only')) return;
    const entries = [...this.#foot.querySelectorAll('button')];
    const at = entries.findIndex((entry) => entry === document.activeElement);
    event.preventDefault();
    entries[(at + step + entries.length) % entries.length]?.focus();
  }

  /** Below the region, above it where there is no room, always inside the window. */
  #place(): void {
    const region = this.#region;
    if (region === undefined) return;
    const there = this.#reader.clientRectangle(region.page, region.rectangle);
    const { width, height } = this.element.getBoundingClientRect();
    const below = there.bottom + gap;
    const above = there.top - height - gap;
    const top = below + height + gap <= window.innerHeight || above < gap ? below : above;
    const left = Math.min(Math.max(there.left, gap), window.innerWidth - width - gap);
    this.element.style.left = `${Math.round(Math.max(left, gap))}px`;
    this.element.style.top = `${Math.round(
      Math.min(Math.max(top, gap), Math.max(window.innerHeight - height - gap, gap)),
    )}px`;
    // A region that was scrolled out of sight takes its window along.
    this.element.classList.toggle('away', there.bottom < 0 || there.top > window.innerHeight);
  }
}
