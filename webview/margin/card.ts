/** A thread beside the page: folded to its question and the beginning of the answer until it has the focus. */
import { h, icon, iconButton } from '../dom.ts';
import { l10n } from '../l10n.ts';
import { attachMenu } from '../menu.ts';
import { createComposer, type Composer } from './composer.ts';
import type { ModelChoice, ThreadView } from './protocol.ts';
import { turnsAsLatex } from './latex.ts';
import { isOpen } from './threads.ts';
import { createTurn, type TurnElement, type TurnParts } from './turn.ts';
import { aboutText, anchorStateDetail, anchorStateText } from './words.ts';

export interface CardParts extends Omit<TurnParts, 'thread'> {
  label(page: number): string;
  /** Scrolls to what the thread is about. */
  readonly goToAnchor: (thread: ThreadView) => void;
  readonly draft: (id: string) => string;
  readonly onDraft: (id: string, text: string) => void;
}

/** Threads longer than this show their last turns; the copy and the file have them all. */
const mostTurns = 60;

export class Card {
  readonly element: HTMLElement;
  readonly id: string;
  readonly #parts: CardParts;
  readonly #turns = new Map<string, TurnElement>();
  readonly #list = h('div', { class: 'turns' });
  readonly #about: HTMLButtonElement;
  readonly #badge = h('span', { class: 'badge' });
  readonly #more = h('span', { class: 'more-turns' });
  readonly #crop = h('img', {
    class: 'crop-thumbnail',
    alt: l10n.t('The region asked about'),
    hidden: true,
  });
  #composer: Composer | undefined;
  #thread: ThreadView;
  /** A card that nobody has seen draws nothing yet. */
  #seen = false;
  #cropUrl: string | undefined;

  constructor(thread: ThreadView, parts: CardParts) {
    this.id = thread.id;
    this.#thread = thread;
    this.#parts = parts;
    const goThere = (): void => parts.goToAnchor(this.#thread);
    this.#about = h('button', { class: 'about', type: 'button', click: goThere });
    const menu = iconButton('ellipsis', l10n.t('More'), () => undefined);
    attachMenu(menu, () => [
      { label: l10n.t('Copy as Markdown'), run: () => this.#copy('markdown') },
      { label: l10n.t('Copy as LaTeX'), run: () => this.#copy('latex') },
      'separator',
      { label: l10n.t('Delete'), run: () => parts.send({ type: 'delete', thread: this.id }) },
    ]);
    const head = h('header', {}, this.#about, this.#badge, this.#more, menu);
    const body = h('div', { class: 'card-body' }, this.#crop, this.#list);
    this.element = h('article', { class: 'thread-card', tabindex: '0', 'data-thread': this.id });
    this.element.append(head, body);
    this.update(thread);
  }

  get thread(): ThreadView {
    return this.#thread;
  }

  update(thread: ThreadView): void {
    const { anchor, anchorState, turns } = (this.#thread = thread);
    const about = aboutText(anchor, this.#parts.label(anchor.page));
    this.#about.textContent = about;
    this.#about.title = anchor.quote ?? about;
    this.#badge.textContent = anchorStateText(anchorState);
    this.#badge.title = anchorStateDetail(anchorState);
    this.#badge.hidden = anchorState === 'placed';
    this.#more.textContent = turns.length > 1 ? l10n.t('{0} questions', turns.length) : '';
    this.element.setAttribute('aria-label', `${about}: ${turns[0]?.question ?? ''}`.slice(0, 300));
    this.element.classList.toggle('lost', anchorState === 'lost');
    if (this.#seen) this.#draw();
  }

  /** Called when the card comes near the window for the first time. */
  see(): void {
    if (this.#seen) return;
    this.#seen = true;
    if (this.#thread.hasCrop) this.#parts.send({ type: 'want-crop', thread: this.id });
    this.#draw();
  }

  /** Unfolds the card with a box for a further question, or folds it. */
  setFocused(focused: boolean): void {
    this.element.classList.toggle('focused', focused);
    this.element.setAttribute('aria-expanded', String(focused));
    if (focused) this.see();
    if (focused && this.#composer === undefined) {
      const { id } = this;
      this.#composer = createComposer({
        label: l10n.t('Follow-up question'),
        placeholder: l10n.t('Ask a follow-up…'),
        draft: this.#parts.draft(id),
        models: this.#parts.models(),
        onDraft: (text) => this.#parts.onDraft(id, text),
        onSend: (asked) => this.#parts.send({ type: 'follow-up', thread: id, ...asked }),
      });
      this.element.append(this.#composer.element);
    }
  }

  setModels(models: readonly ModelChoice[]): void {
    this.#composer?.setModels(models);
  }

  setCrop(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#cropUrl !== undefined) URL.revokeObjectURL(this.#cropUrl);
    this.#cropUrl = URL.createObjectURL(new Blob([bytes], { type: 'image/png' }));
    this.#crop.src = this.#cropUrl;
    this.#crop.hidden = false;
  }

  dispose(): void {
    for (const turn of this.#turns.values()) turn.dispose();
    if (this.#cropUrl !== undefined) URL.revokeObjectURL(this.#cropUrl);
    this.element.remove();
  }

  #copy(format: 'markdown' | 'latex'): void {
    this.#parts.send({
      ...{ type: 'copy', thread: this.id, format },
      ...(format === 'latex' ? { text: turnsAsLatex(this.#thread.turns) } : {}),
    });
  }

  #draw(): void {
    const { turns } = this.#thread;
    const body = this.#list.parentElement;
    const following = body !== null && body.scrollTop + body.clientHeight >= body.scrollHeight - 24;
    const shown = turns.slice(-mostTurns);
    const ids = new Set(shown.map(({ id }) => id));
    for (const [id, element] of this.#turns) {
      if (ids.has(id)) continue;
      element.dispose();
      element.element.remove();
      this.#turns.delete(id);
    }
    for (const turn of shown) {
      const there = this.#turns.get(turn.id);
      if (there !== undefined) {
        there.update(turn);
        continue;
      }
      const made = createTurn(turn, { ...this.#parts, thread: this.id });
      this.#turns.set(turn.id, made);
      this.#list.append(made.element);
    }
    this.element.classList.toggle('busy', turns.some(isOpen));
    // A text that grows stays in sight as long as the person reads at its end.
    if (following && turns.some(isOpen)) body.scrollTop = body.scrollHeight;
  }
}

/** A question that has not been asked yet. */
export function createDraftCard(
  parts: {
    readonly about: string;
    readonly quote: string | undefined;
    readonly crop: Uint8Array<ArrayBuffer> | undefined;
  } & Omit<Parameters<typeof createComposer>[0], 'label' | 'placeholder'>,
): { readonly element: HTMLElement; readonly composer: Composer } {
  const label = l10n.t('Question about: {0}', parts.about);
  const composer = createComposer({
    ...parts,
    label,
    placeholder: l10n.t('Ask about it. Enter sends, Shift+Enter begins a line.'),
  });
  const element = h('article', { class: 'thread-card draft focused', 'aria-label': label });
  const head = h('header', {}, icon('comment'), h('span', { class: 'about' }, parts.about));
  const { onCancel } = parts;
  if (onCancel !== undefined)
    head.append(
      h('span', { class: 'more-turns' }),
      iconButton('close', l10n.t('Cancel'), onCancel),
    );
  element.append(head);
  if (parts.quote !== undefined && parts.quote !== '')
    element.append(h('blockquote', { class: 'selected-text', dir: 'auto' }, parts.quote));
  if (parts.crop !== undefined) {
    const url = URL.createObjectURL(new Blob([parts.crop], { type: 'image/png' }));
    const picture = h('img', { class: 'crop-thumbnail', alt: l10n.t('The region asked about') });
    picture.addEventListener('load', () => URL.revokeObjectURL(url));
    picture.src = url;
    element.append(picture);
  }
  element.append(composer.element);
  return { element, composer };
}
