/** The readings view: newest first, kept in step with the extension host by messages. */
import { createAnnouncer, h, icon } from '../dom.ts';
import { connect } from '../host.ts';
import { assertNever, type EngineView, type ReadingView, type ToWebview } from '../protocol.ts';
import { createCard, type Card } from './card.ts';
import './readings.css';

interface Shown {
  reading: ReadingView;
  readonly card: Card;
}

const shown = new Map<string, Shown>();
let engine: EngineView = { kind: 'stopped' };

const announcer = createAnnouncer();
const list = h('ol', { class: 'readings', 'aria-label': 'Readings, newest first' });
const banner = h('div', { class: 'banner', role: 'alert', hidden: true });
const host = connect(receive);
const empty = h(
  'div',
  { class: 'empty', hidden: true },
  h('h1', {}, 'Nothing read yet'),
  h('p', {}, 'Right-click a picture of a formula in the Explorer and choose Read Image as LaTeX.'),
  h(
    'button',
    { class: 'button', type: 'button', click: () => host.post({ type: 'choose' }) },
    'Choose Images…',
  ),
);
document.body.append(banner, empty, list, announcer.element);
host.post({ type: 'ready' });

function receive(message: ToWebview): void {
  switch (message.type) {
    case 'all':
      for (const { card } of shown.values()) card.dispose();
      shown.clear();
      setEngine(message.engine);
      for (const reading of message.readings.toReversed()) put(reading);
      break;
    case 'engine':
      setEngine(message.engine);
      for (const { card, reading } of shown.values()) card.update(reading, engine);
      break;
    case 'reading':
      announce(message.reading);
      put(message.reading);
      break;
    case 'image':
      shown.get(message.id)?.card.setImage(message.bytes, message.mime);
      break;
    case 'removed':
      remove(message.ids);
      break;
    case 'copied':
      shown.get(message.id)?.card.copied();
      announcer.say('Copied');
      break;
    case 'show':
      shown.get(message.id)?.card.element.scrollIntoView({ block: 'nearest' });
      break;
    default:
      assertNever(message);
  }
  empty.hidden = shown.size > 0;
}

function put(reading: ReadingView): void {
  let entry = shown.get(reading.id);
  if (entry === undefined) {
    entry = { reading, card: createCard(reading, (message) => host.post(message)) };
    shown.set(reading.id, entry);
    list.prepend(entry.card.element);
  }
  entry.reading = reading;
  entry.card.update(reading, engine);
}

/** Takes cards away; the focus, if it was inside, moves to a neighbor instead of getting lost. */
function remove(ids: readonly string[]): void {
  for (const id of ids) {
    const entry = shown.get(id);
    if (entry === undefined) continue;
    const { element } = entry.card;
    const neighbor = element.nextElementSibling ?? element.previousElementSibling;
    if (element.contains(document.activeElement)) {
      neighbor?.querySelector<HTMLElement>('article')?.focus();
    }
    entry.card.dispose();
    shown.delete(id);
  }
}

function announce(reading: ReadingView): void {
  const before = shown.get(reading.id)?.reading.status;
  if (before === reading.status) return;
  if (reading.status === 'running') announcer.say(`Reading ${reading.name}`);
  if (reading.status === 'read') announcer.say(`${reading.name} reads ${reading.latex}`);
  if (reading.status === 'cancelled') announcer.say(`Reading ${reading.name} cancelled`);
}

function setEngine(next: EngineView): void {
  engine = next;
  banner.hidden = engine.kind !== 'failed';
  if (engine.kind !== 'failed') return;
  banner.replaceChildren(
    icon('warning'),
    h(
      'div',
      {},
      h('p', { class: 'message' }, engine.reason),
      h('p', { class: 'advice' }, engine.action),
    ),
    h(
      'button',
      { class: 'button', type: 'button', click: () => host.post({ type: 'restart' }) },
      'Restart Engine',
    ),
  );
}
