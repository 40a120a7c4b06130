/** The readings view: newest first, kept in step with the extension host by messages. */
import { button, createAnnouncer, h, icon } from '../dom.ts';
import { connect } from '../host.ts';
import { l10n } from '../l10n.ts';
import {
  assertNever,
  parseToWebview,
  type EngineView,
  type FromWebview,
  type ReadingView,
  type ToWebview,
} from '../protocol.ts';
import type { Surroundings } from './actions.ts';
import { createEmpty } from './empty.ts';
import { listenForImages, pasteFromClipboard, type IntakeParts } from './intake.ts';
import { ReadingList } from './list.ts';
import { createNotice } from './notice.ts';
import { createToolbar } from './toolbar.ts';
import { parseViewState, withFold } from './viewState.ts';
import './readings.css';

const host = connect<ToWebview, FromWebview>(parseToWebview, receive);
let state = parseViewState(host.state);
const remember = (next: typeof state): void => {
  state = next;
  host.state = next;
};

const surroundings: Surroundings = { target: '', models: [] };
const announcer = createAnnouncer();
const notice = createNotice();
const banner = h('div', { class: 'banner', role: 'alert', hidden: true });
const list = new ReadingList({
  send: (message) => host.post(message),
  say: announcer.say,
  surroundings,
  foldedByHand: (id) => state.folds.find(([other]) => other === id)?.[1],
  onFold: (id, folded) => remember(withFold(state, id, folded)),
});
const intake: IntakeParts = {
  add: (images) => host.post({ type: 'add', images }),
  refuse: notice.show,
};
const choose = (): void => host.post({ type: 'choose' });
const toolbar = createToolbar(state.query, search, choose);
const empty = createEmpty(choose, () => void pasteFromClipboard(intake));
const nothing = h('p', { class: 'nothing', hidden: true }, l10n.t('No reading fits the search.'));

document.body.append(banner, toolbar.element, empty, nothing, list.element);
document.body.append(notice.element, announcer.element);
toolbar.element.hidden = true;
listenForImages(intake);
list.search(state.query);
host.post({ type: 'ready' });

function search(query: string): void {
  remember({ ...state, query });
  list.search(query);
  count();
}

function count(): void {
  toolbar.count(list.found, list.size);
  empty.hidden = list.size > 0;
  nothing.hidden = list.size === 0 || list.found > 0;
}

function receive(message: ToWebview): void {
  switch (message.type) {
    case 'all':
      setEngine(message.engine);
      list.replaceAll(message.readings);
      break;
    case 'engine':
      setEngine(message.engine);
      break;
    case 'reading':
      announce(message.reading);
      list.put(message.reading);
      break;
    case 'image':
      list.card(message.id)?.setImage(message.bytes, message.mime);
      break;
    case 'no-image':
      list.card(message.id)?.setImageGone();
      break;
    case 'removed':
      list.remove(message.ids);
      break;
    case 'copied':
      list.card(message.id)?.confirm('copied');
      announcer.say(l10n.t('Copied'));
      break;
    case 'inserted':
      list.card(message.id)?.confirm('inserted');
      announcer.say(l10n.t('Inserted into {0}', message.into));
      break;
    case 'target':
      surroundings.target = message.name;
      list.setTarget(message.name);
      break;
    case 'models':
      surroundings.models = message.models;
      break;
    case 'show':
      show(message.id);
      break;
    default:
      assertNever(message);
  }
  count();
}

/** Brings a reading into sight, even one that the search hides or that is folded. */
function show(id: string): void {
  const card = list.card(id);
  if (card === undefined) return;
  if (card.element.hidden) toolbar.clear();
  card.setFolded(false);
  card.element.scrollIntoView({ block: 'nearest' });
}

function announce(reading: ReadingView): void {
  const before = list.reading(reading.id)?.status;
  if (before === reading.status) return;
  if (reading.status === 'running') announcer.say(l10n.t('Reading {0}', reading.name));
  if (reading.status === 'read')
    announcer.say(l10n.t('{0} reads {1}', reading.name, reading.latex));
  if (reading.status === 'cancelled') announcer.say(l10n.t('Reading {0} cancelled', reading.name));
}

function setEngine(engine: EngineView): void {
  list.engine = engine;
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
    button(l10n.t('Restart Engine'), 'button', () => host.post({ type: 'restart' })),
  );
}
