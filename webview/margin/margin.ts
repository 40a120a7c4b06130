/** The margin of the PDF reader: threads beside what they are about, or a list in a drawer where it is narrow. */
import { button, createAnnouncer, h, icon, iconButton } from '../dom.ts';
import { l10n } from '../l10n.ts';
import type { Channel, Reader } from '../reader/reader.ts';
import { Card, createDraftCard, type CardParts } from './card.ts';
import { createPreview } from './citations.ts';
import { Column } from './column.ts';
import { onAsk, type About } from './compose.ts';
import { drawMarks, markedThread, type Marked } from './markers.ts';
import {
  marginMessages,
  type FromMargin,
  type MarginProblem,
  type ModelChoice,
  type ThreadView,
  type ToMargin,
} from './protocol.ts';
import { offerForSelection, selectedText } from './selection.ts';
import { parseMarginState, withDraft, type MarginState } from './state.ts';
import { isOpen, ThreadStore } from './threads.ts';
import { createMarginToggle } from './toggle.ts';
import { createUndo } from './undo.ts';
import { aboutText, endText } from './words.ts';
import './margin.css';

export class Margin {
  readonly #reader: Reader;
  readonly #channel: Channel<ToMargin, FromMargin>;
  readonly #store = new ThreadStore();
  readonly #cards = new Map<string, Card>();
  readonly #column: Column;
  readonly #announcer = createAnnouncer();
  readonly #preview = createPreview();
  readonly #notice = h('div', { class: 'margin-notice', role: 'status', hidden: true });
  readonly #undo = createUndo((id) => this.#send({ type: 'undelete', thread: id }));
  readonly #toggle: ReturnType<typeof createMarginToggle>;
  #draft: { about: About; card: ReturnType<typeof createDraftCard> } | undefined;
  #models: readonly ModelChoice[] = [];
  #state: MarginState = { drafts: {} };
  #started = false;
  /** A question that this view has just sent: its thread gets the focus when it comes. */
  #expecting = false;

  constructor(reader: Reader) {
    this.#reader = reader;
    this.#channel = reader.channel<typeof marginMessages.toMargin, FromMargin>(
      'margin',
      marginMessages.toMargin,
    );
    this.#toggle = createMarginToggle(() => this.#setOpen(!this.#column.open, true));
    reader.toolbar.add(this.#toggle.element, 'end');
    const ask = iconButton('add', l10n.t('Ask about this page'), () => this.composePage());
    const close = iconButton('close', l10n.t('Close the margin'), () => this.#setOpen(false, true));
    const head = h(
      'header',
      { class: 'margin-head' },
      h('h2', {}, l10n.t('Questions')),
      ask,
      close,
    );
    this.#column = new Column(
      reader,
      [head, this.#notice],
      [this.#undo.element, this.#announcer.element],
      (id) => this.#focus(id),
    );
    document.body.append(this.#preview.element);
    reader.mountMargin(this.#column.element);
    this.#column.setOpen(false);
  }

  /** Listens to the reader and to the extension from now on. */
  begin(): void {
    const reader = this.#reader;
    reader.on('document', () => this.#start());
    reader.on('pageShown', ({ page }) => this.#mark(page));
    reader.on('scroll', this.#preview.hide);
    this.#channel.on((message) => this.#receive(message));
    onAsk(reader, (about) => this.compose(about));
    offerForSelection(reader, (about) => this.compose(about));
  }

  composePage(): void {
    this.compose({ page: this.#reader.currentPage });
  }

  /** Opens the question box for a page or a part of it; what was typed before stays in it. */
  compose(about: About): void {
    this.#dropDraft();
    const { page, rectangle, quote } = about;
    const cancel = (): void => {
      this.#dropDraft();
      this.#remember({ composing: undefined });
      this.#reader.viewport.focus();
    };
    const card = createDraftCard({
      about: aboutText(about, this.#reader.pages.label(page)),
      ...{ quote, crop: about.crop, models: this.#models },
      draft: this.#state.drafts['new'] ?? '',
      onDraft: (text) => this.#draftText('new', text),
      onSend: (asked) => {
        const anchor = {
          page,
          ...(rectangle === undefined ? {} : { rectangle }),
          ...(quote === undefined ? {} : { quote }),
        };
        const crop = about.crop === undefined ? {} : { crop: about.crop };
        this.#expecting = true;
        this.#send({ type: 'ask', anchor, ...asked, ...crop });
        this.#dropDraft();
        this.#remember({ composing: undefined });
      },
      onCancel: cancel,
    });
    this.#draft = { about, card };
    this.#remember({
      composing: { page, ...(rectangle && { rectangle }), ...(quote !== undefined && { quote }) },
    });
    this.#setOpen(true, false);
    this.#column.add('new', card.element, { page, rectangle });
    this.#column.focus('new');
    card.composer.focus();
    this.#markAll();
  }

  #dropDraft(): void {
    if (this.#draft === undefined) return;
    this.#draft = undefined;
    this.#column.remove('new');
    this.#markAll();
    this.#showEmptiness();
  }

  #start(): void {
    if (!this.#started) {
      this.#started = true;
      this.#state = parseMarginState(this.#reader.partState('margin'));
      this.#send({ type: 'margin-ready' });
      const { composing } = this.#state;
      if (composing !== undefined && composing.page <= this.#reader.pages.count) {
        const { page, rectangle, quote } = composing;
        this.compose({
          page,
          ...(rectangle && { rectangle }),
          ...(quote !== undefined && { quote }),
        });
      }
    }
    this.#column.place();
  }

  #send(message: FromMargin): void {
    this.#channel.post(message);
  }

  #receive(message: ToMargin): void {
    const change = this.#store.apply(message);
    if (change?.kind === 'all') this.#replaceAll();
    else if (change?.kind === 'thread') this.#put(change.thread, change.before);
    else if (change?.kind === 'removed') this.#removed(change.ids);
    switch (message.type) {
      case 'threads':
        this.#setModels(message.models);
        this.#showNotice(message.notice);
        break;
      case 'models':
        this.#setModels(message.models);
        break;
      case 'notice':
        this.#showNotice(message.notice);
        break;
      case 'crop':
        this.#cards.get(message.thread)?.setCrop(new Uint8Array(message.bytes));
        break;
      case 'copied':
        this.#announcer.say(l10n.t('Copied'));
        this.#reader.notice(l10n.t('Copied'));
        break;
      case 'show-thread':
        this.#setOpen(true, false);
        this.#focus(message.thread, true);
        break;
      case 'compose':
        this.compose(
          (message.about === 'selection' ? selectedText(this.#reader) : undefined) ?? {
            page: this.#reader.currentPage,
          },
        );
        break;
      case 'thread':
      case 'delta':
      case 'removed':
        break;
    }
  }

  #replaceAll(): void {
    for (const id of [...this.#cards.keys()]) if (this.#store.get(id) === undefined) this.#drop(id);
    for (const thread of this.#store.all()) this.#show(thread);
    const open = this.#state.open ?? this.#store.size > 0;
    this.#setOpen(open || this.#draft !== undefined, false);
    const { focused } = this.#state;
    if (focused !== undefined && this.#draft === undefined && this.#cards.has(focused))
      this.#unfold(focused);
    this.#changed();
  }

  #put(thread: ThreadView, before: ThreadView | undefined): void {
    const isNew = before === undefined;
    this.#show(thread);
    if (isNew) this.#changed();
    if (isNew && this.#expecting) {
      this.#expecting = false;
      this.#setOpen(true, false);
      this.#focus(thread.id);
      this.#cards.get(thread.id)?.element.focus({ preventScroll: true });
    }
    if (before?.anchor !== thread.anchor) this.#markAll();
    const was = before?.turns.at(-1);
    const now = thread.turns.at(-1);
    if (was !== undefined && now !== undefined && isOpen(was) && !isOpen(now))
      this.#announcer.say(endText(now));
  }

  #show(thread: ThreadView): void {
    let card = this.#cards.get(thread.id);
    if (card === undefined) {
      card = new Card(thread, this.#cardParts());
      this.#cards.set(thread.id, card);
      this.#column.add(thread.id, card.element, thread.anchor, () =>
        this.#cards.get(thread.id)?.see(),
      );
    } else {
      card.update(thread);
      this.#column.move(thread.id, thread.anchor);
    }
  }

  #cardParts(): CardParts {
    return {
      preview: this.#preview,
      send: (message) => this.#send(message),
      models: () => this.#models,
      label: (page) => this.#reader.pages.label(page),
      draft: (id) => this.#state.drafts[id] ?? '',
      onDraft: (id, text) => this.#draftText(id, text),
      go: ({ page, rectangles }) => this.#goTo(page, rectangles),
      goToAnchor: ({ anchor }) =>
        this.#goTo(anchor.page, anchor.rectangle === undefined ? [] : [anchor.rectangle]),
    };
  }

  /** Scrolls to a passage and lights all its rectangles; the first one decides where to. */
  #goTo(page: number, rectangles: readonly NonNullable<ThreadView['anchor']['rectangle']>[]): void {
    if (page > this.#reader.pages.count) {
      this.#reader.notice(l10n.t('This document has no page {0} any more.', page));
      return;
    }
    if (this.#column.narrow) this.#setOpen(false, false);
    const [first] = rectangles;
    if (first === undefined) {
      this.#reader.scrollTo(page);
      return;
    }
    const all = {
      ...{
        x1: Math.min(...rectangles.map(({ x1 }) => x1)),
        y1: Math.min(...rectangles.map(({ y1 }) => y1)),
      },
      ...{
        x2: Math.max(...rectangles.map(({ x2 }) => x2)),
        y2: Math.max(...rectangles.map(({ y2 }) => y2)),
      },
    };
    this.#reader.scrollTo(page, all, { light: true });
  }

  /** Unfolds a thread where it stands: the pages stay where they are. */
  #unfold(id: string | undefined): void {
    for (const card of this.#cards.values()) card.setFocused(card.id === id);
    this.#column.focus(id);
    this.#remember({ focused: id === 'new' ? undefined : id });
    this.#markAll();
  }

  /** Unfolds a thread and brings its place into the window. */
  #focus(id: string | undefined, scroll = false): void {
    this.#unfold(id);
    const thread = id === undefined ? undefined : this.#store.get(id);
    if (thread === undefined) return;
    const { page, rectangle } = thread.anchor;
    const at = this.#reader.clientRectangle(Math.min(page, this.#reader.pages.count), rectangle);
    const view = this.#reader.viewport.getBoundingClientRect();
    // A thread stands level with the top of its place: a long page may be in sight, and that not.
    const away = at.top < view.top || at.top > view.bottom;
    if (!this.#column.narrow && (away || scroll))
      this.#reader.scrollTo(page, rectangle, { light: scroll });
  }

  #removed(ids: readonly string[]): void {
    for (const id of ids) this.#drop(id);
    this.#undo.offer(ids);
    this.#changed();
  }

  #drop(id: string): void {
    this.#cards.get(id)?.dispose();
    this.#cards.delete(id);
    this.#column.remove(id);
  }

  #changed(): void {
    this.#toggle.count(this.#store.size);
    this.#markAll();
    this.#showEmptiness();
  }

  #showEmptiness(): void {
    this.#column.showEmpty(this.#store.size === 0 && this.#draft === undefined);
  }

  #marked(): Marked[] {
    const { focused } = this.#column;
    const marks = this.#store.all().map((thread) => markedThread(thread, thread.id === focused));
    if (this.#draft !== undefined) {
      const { about } = this.#draft;
      marks.push({ id: 'new', anchor: about, focused: true, lost: false, title: '' });
    }
    return marks;
  }

  #mark(page: number): void {
    if (this.#column.open) drawMarks(this.#reader, page, this.#marked(), (id) => this.#focus(id));
    else drawMarks(this.#reader, page, [], () => undefined);
  }

  #markAll(): void {
    for (let page = 1; page <= this.#reader.pages.count; page += 1) {
      if (this.#reader.overlay(page) !== undefined) this.#mark(page);
    }
  }

  #setOpen(open: boolean, byHand: boolean): void {
    this.#column.setOpen(open);
    this.#toggle.pressed(open);
    if (byHand) this.#remember({ open });
    if (open && byHand && this.#store.size === 0 && this.#draft === undefined) this.composePage();
    this.#markAll();
  }

  #setModels(models: readonly ModelChoice[]): void {
    this.#models = models;
    this.#draft?.card.composer.setModels(models);
    for (const card of this.#cards.values()) card.setModels(models);
  }

  #showNotice(notice: MarginProblem | undefined): void {
    this.#notice.hidden = notice === undefined;
    if (notice === undefined) return;
    const told = h(
      'div',
      {},
      h('p', { dir: 'auto' }, notice.message),
      h('p', { class: 'advice', dir: 'auto' }, notice.action),
    );
    const log = button(l10n.t('Show Log'), 'button quiet', () =>
      this.#send({ type: 'offer', what: 'log' }),
    );
    this.#notice.replaceChildren(icon('warning'), told, log);
  }

  #draftText(id: string, text: string): void {
    this.#state = withDraft(this.#state, id, text);
    this.#reader.setPartState('margin', this.#state);
  }

  #remember(part: { [K in keyof MarginState]?: MarginState[K] | undefined }): void {
    this.#state = parseMarginState({ ...this.#state, ...part });
    if (this.#started) this.#reader.setPartState('margin', this.#state);
  }
}
