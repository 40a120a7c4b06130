/** Pointing at a page: formulas and boxes, what is done with them, and what came of it. */
import { questionsNear, type PrintedQuestion } from '../../document/questions.ts';
import { h, icon } from '../dom.ts';
import { l10n } from '../l10n.ts';
import { askInMargin } from '../margin/compose.ts';
import type { Channel, Reader } from '../reader/reader.ts';
import { BoxTool } from './box.ts';
import { drawCrop } from './crop.ts';
import { Detector } from './detector.ts';
import { Outlines } from './outlines.ts';
import { Popover, type PopoverActions } from './popover.ts';
import { pointMessages, type FromPoint, type PointReading, type ToPoint } from './protocol.ts';
import type { Region } from './region.ts';
import './point.css';

type Bytes = Uint8Array<ArrayBuffer>;

export class Pointer {
  readonly #reader: Reader;
  readonly #channel: Channel<ToPoint, FromPoint>;
  readonly #detector: Detector;
  readonly #outlines: Outlines;
  readonly #box: BoxTool;
  readonly #popover: Popover;
  readonly #boxButton: HTMLButtonElement;
  readonly #formulasButton: HTMLButtonElement;
  #on = true;
  /** The region whose reading the window shows. */
  #current: { id: string; region: Region } | undefined;
  #count = 0;

  constructor(reader: Reader) {
    this.#reader = reader;
    this.#channel = reader.channel<typeof pointMessages.toPoint, FromPoint>(
      'point',
      pointMessages.toPoint,
    );
    this.#detector = new Detector(reader);
    this.#outlines = new Outlines(reader, this.#detector, (region) => this.#read(region));
    this.#popover = new Popover(reader);
    this.#box = new BoxTool(reader, {
      chosen: (region) => this.#popover.offer(region, this.#actions(region)),
      armed: (on) => this.#boxButton.setAttribute('aria-pressed', String(on)),
      cancelled: () => this.#popover.close(),
    });
    this.#boxButton = toggle('point-box-tool', 'selection', l10n.t('Select Region'), () => {
      this.#box.arm(!this.#box.armed);
    });
    this.#boxButton.title = l10n.t('Select Region (or hold Alt and drag)');
    this.#formulasButton = toggle('point-formulas', 'formula', l10n.t('Click Formulas'), () => {
      this.#setOn(!this.#on);
    });
    this.#formulasButton.title = l10n.t('Outline Formulas and Read Them with a Click');
    reader.toolbar.add(this.#boxButton, 'end');
    reader.toolbar.add(this.#formulasButton, 'end');
  }

  /** Listens from now on. */
  begin(): void {
    const reader = this.#reader;
    this.#channel.on((message) => this.#receive(message));
    reader.on('document', () => {
      const kept = reader.partState('point');
      const off = typeof kept === 'object' && kept !== null && 'off' in kept && kept.off === true;
      this.#show(!off);
      this.#popover.close();
      this.#channel.post({ type: 'point-ready' });
    });
    const report = (error: unknown): void => reader.report(error);
    reader.on('command', (name) => {
      if (name === 'nextFormula') this.#outlines.walk(1).catch(report);
      else if (name === 'previousFormula') this.#outlines.walk(-1).catch(report);
      else if (name === 'selectRegion') this.#box.place().catch(report);
    });
    this.#show(this.#on);
    this.#box.arm(false);
  }

  #setOn(on: boolean): void {
    this.#show(on);
    this.#reader.setPartState('point', { off: !on });
  }

  #show(on: boolean): void {
    this.#on = on;
    this.#outlines.on = on;
    this.#formulasButton.setAttribute('aria-pressed', String(on));
  }

  #actions(region: Region): PopoverActions {
    const id = (): string => (this.#current?.region === region ? this.#current.id : '');
    return {
      read: () => this.#read(region),
      ask: () => this.#ask(region),
      solve: () => this.#solve(region),
      copyImage: () => this.#copyImage(region),
      cancel: () => this.#channel.post({ type: 'cancel', id: id() }),
      retry: () => this.#read(region),
      copy: (latex) => this.#channel.post({ type: 'copy', id: id(), latex }),
      insert: (latex) => this.#channel.post({ type: 'insert', id: id(), latex }),
      show: () => this.#channel.post({ type: 'show', id: id() }),
      closed: () => {
        if (this.#current?.region === region) this.#current = undefined;
        this.#box.clear();
      },
    };
  }

  #read(region: Region): void {
    this.#count += 1;
    const current = { id: `p${Date.now().toString(36)}-${this.#count}`, region };
    this.#popover.reading(region, this.#actions(region), { status: 'waiting', latex: '' });
    this.#current = current;
    this.#box.mark(region);
    this.#crop(region).then(
      (png) => {
        const { page } = region;
        const label = this.#reader.pages.label(page);
        this.#channel.post({ type: 'read', id: current.id, page, label, png });
      },
      (error: unknown) => this.#failed(current, error),
    );
  }

  async #crop({ page, rectangle }: Region): Promise<Bytes> {
    const proxy = await this.#reader.pages.proxy(page);
    // The letters' size tells the scale; a page without text, or a slow one, goes without.
    const found = await Promise.race([this.#detector.find(page), pause(3_000)]);
    return drawCrop(proxy, rectangle, found?.text);
  }

  #failed(current: { id: string; region: Region }, error: unknown): void {
    this.#reader.report(error);
    if (this.#current !== current) return;
    this.#popover.reading(current.region, this.#actions(current.region), {
      status: 'failed',
      latex: '',
      problem: {
        code: 'crop-failed',
        message: l10n.t('This part of the page could not be drawn.'),
        action: l10n.t('Try a smaller box, or open the file again.'),
      },
    });
  }

  #ask(region: Region): void {
    this.#crop(region).then(
      (crop) => {
        const { page, rectangle } = region;
        this.#popover.close();
        if (askInMargin(this.#reader, { page, rectangle, crop })) return;
        this.#reader.notice(l10n.t('There is no margin to ask in.'));
      },
      (error: unknown) => this.#drawingFailed(error),
    );
  }

  #solve(region: Region): void {
    this.#crop(region).then(
      (png) => {
        const { page, rectangle } = region;
        const label = this.#reader.pages.label(page);
        this.#popover.close();
        const questions = this.#questions(region);
        this.#channel.post({ type: 'solve', page, label, rectangle, png, questions });
      },
      (error: unknown) => this.#drawingFailed(error),
    );
  }

  /** What the page asks near a region, as far as its text is known by now. */
  #questions({ page, rectangle }: Region): PrintedQuestion[] {
    const found = this.#detector.now(page);
    try {
      return found === undefined ? [] : questionsNear(found.text, rectangle);
    } catch (error) {
      this.#reader.report(error); // the problem is solved without
      return [];
    }
  }

  #copyImage(region: Region): void {
    const blob = this.#crop(region).then((png) => new Blob([png], { type: 'image/png' }));
    // The promise goes in as it is: waiting for it first would outlive the click that allows writing.
    navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]).then(
      () => {
        this.#popover.say(l10n.t('Image copied'));
        this.#reader.notice(l10n.t('Image copied'));
      },
      (error: unknown) => {
        this.#reader.report(error);
        this.#popover.refuse({
          code: 'not-copied',
          message: l10n.t('The image could not be copied.'),
          action: l10n.t('Click into the page, then try again.'),
        });
      },
    );
  }

  #drawingFailed(error: unknown): void {
    this.#reader.report(error);
    this.#reader.notice(l10n.t('This part of the page could not be drawn.'));
  }

  #receive(message: ToPoint): void {
    if (message.type === 'target') {
      this.#popover.target = message.name;
      return;
    }
    const current = this.#current;
    if (current?.id !== message.id) return;
    switch (message.type) {
      case 'reading':
        this.#showReading(current.region, message);
        break;
      case 'inserted':
        this.#popover.say(l10n.t('Inserted into {0}', message.name));
        break;
      case 'copied':
        this.#popover.say(l10n.t('Copied'));
        break;
      case 'refused':
        this.#popover.refuse(message.problem);
        break;
    }
  }

  #showReading(region: Region, reading: PointReading): void {
    this.#popover.reading(region, this.#actions(region), reading);
  }
}

const pause = (millis: number): Promise<undefined> =>
  new Promise((resolve) => window.setTimeout(() => resolve(undefined), millis));

function toggle(
  name: string,
  picture: 'selection' | 'formula',
  label: string,
  run: () => void,
): HTMLButtonElement {
  const attributes = { class: `icon-button ${name}`, type: 'button', 'aria-label': label };
  return h('button', { ...attributes, click: run }, icon(picture));
}
