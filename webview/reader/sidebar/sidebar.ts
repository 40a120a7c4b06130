/** The side bar: outline, small pages and what a search found; folded, widened, remembered per file. */
import { h, iconButton } from '../../dom.ts';
import { l10n } from '../../l10n.ts';
import type { Reader } from '../reader.ts';
import type { Search, Found } from '../search/search.ts';
import { createOutline } from './outline.ts';
import { createResizer } from './resizer.ts';
import { createResults } from './results.ts';
import { parseSidebarState, widths, type SidebarState } from './state.ts';
import { createTabs } from './tabs.ts';
import { createThumbnails, type Recolor } from './thumbnails.ts';
import './sidebar.css';

export interface Sidebar {
  showResults(search: Search | undefined, chosen: Found | undefined): void;
  openResults(): void;
  /** Pages look different now. */
  recolored(): void;
}

export interface SidebarParts {
  readonly recolor: Recolor;
  choose(found: Found): void;
}

/** Narrower windows have the side bar over the pages, and closed at first. */
const narrow = 640;

export function startSidebar(reader: Reader, parts: SidebarParts): Sidebar {
  const outline = createOutline(reader);
  const thumbnails = createThumbnails(reader, parts.recolor);
  const results = createResults(reader, (found) => {
    parts.choose(found);
    closeIfOver();
  });
  let state: SidebarState = { open: false, tab: 'outline', width: widths.usual };
  let restored = false;

  const tabs = createTabs(
    l10n.t('Side bar'),
    [
      { name: 'outline', label: l10n.t('Outline'), element: outline.element },
      { name: 'pages', label: l10n.t('Pages'), element: thumbnails.element },
      { name: 'search', label: l10n.t('Matches'), element: results.element },
    ],
    () => keep({ tab: tabs.chosen as SidebarState['tab'] }),
  );
  const element = h('aside', { class: 'sidebar', 'aria-label': l10n.t('Side bar'), hidden: true });
  const setWidth = (width: number): void => {
    element.style.setProperty('--sidebar-width', `${width}px`);
    keep({ width });
  };
  const close = iconButton('close', l10n.t('Close the side bar'), () => setOpen(false));
  const head = h('div', { class: 'sidebar-head' }, tabs.bar, close);
  const resizer = createResizer(() => state.width, setWidth);
  element.append(head, ...tabs.panels, resizer);
  const toggle = iconButton('sidebar', l10n.t('Side bar'), () => setOpen(!state.open));
  toggle.setAttribute('aria-expanded', 'false');
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    if (isOver()) setOpen(false);
    reader.viewport.focus();
  });

  function keep(change: Partial<SidebarState>): void {
    state = { ...state, ...change };
    // What was kept counts until the document is there.
    if (restored) reader.setPartState('sidebar', state);
  }

  function setOpen(open: boolean): void {
    if (!open && element.contains(document.activeElement)) toggle.focus();
    element.hidden = !open;
    toggle.setAttribute('aria-expanded', String(open));
    keep({ open });
  }

  const isOver = (): boolean => window.innerWidth < narrow;

  function closeIfOver(): void {
    if (isOver()) setOpen(false);
  }

  function restore(hasOutline: boolean, wantsOutline: boolean): void {
    restored = false;
    const kept = parseSidebarState(reader.partState('sidebar'));
    tabs.choose(kept?.tab ?? (hasOutline ? 'outline' : 'pages'));
    state = kept ?? { ...state, tab: tabs.chosen as SidebarState['tab'] };
    setWidth(state.width);
    resizer.setAttribute('aria-valuenow', String(state.width));
    // On a new file the document's own wish counts where there is room for it.
    const wish = hasOutline && wantsOutline && window.innerWidth >= 900;
    setOpen((kept?.open ?? wish) && !isOver());
    restored = true;
  }

  reader.toolbar.add(toggle, 'start');
  reader.mountSidebar(element);
  tabs.choose('outline');
  results.show(undefined, undefined);
  let first = true;
  reader.on('document', (document) => {
    thumbnails.refresh();
    const shown = outline.show(document);
    if (!first) {
      shown.catch((error: unknown) => reader.report(error));
      return;
    }
    first = false;
    Promise.all([document.getPageMode().catch(() => ''), shown])
      .then(([mode]) => restore(!outline.isEmpty, mode === 'UseOutlines'))
      .catch((error: unknown) => reader.report(error));
  });
  reader.on('command', (name) => {
    if (name === 'toggleSidebar') setOpen(!state.open);
  });

  return {
    showResults: (search, chosen) => results.show(search, chosen),
    openResults() {
      tabs.choose('search');
      setOpen(true);
      results.list.element.focus();
    },
    recolored: () => thumbnails.refresh(),
  };
}
