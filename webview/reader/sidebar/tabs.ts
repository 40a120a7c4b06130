/** Tabs, as screen readers know them: arrow keys move between them, one panel is seen. */
import { h } from '../../dom.ts';

export interface Tab {
  readonly name: string;
  readonly label: string;
  readonly element: HTMLElement;
}

export interface Tabs {
  readonly bar: HTMLElement;
  readonly panels: readonly HTMLElement[];
  readonly chosen: string;
  choose(name: string): void;
}

export function createTabs(label: string, tabs: readonly Tab[], changed: () => void): Tabs {
  let chosen = '';
  const buttons = tabs.map(({ name, label: text }) =>
    h(
      'button',
      {
        ...{ class: 'tab', type: 'button', role: 'tab', id: `tab-${name}` },
        ...{ 'aria-controls': `panel-${name}`, click: () => choose(name), title: text },
      },
      text,
    ),
  );
  const panels = tabs.map(({ name, element }) =>
    h(
      'div',
      { class: 'panel', role: 'tabpanel', id: `panel-${name}`, 'aria-labelledby': `tab-${name}` },
      element,
    ),
  );
  const bar = h('div', { class: 'tabs', role: 'tablist', 'aria-label': label }, ...buttons);
  bar.addEventListener('keydown', (event) => {
    const at = buttons.findIndex((it) => it === document.activeElement);
    const next = target(event, at, buttons.length);
    if (at === -1 || next === undefined) return;
    event.preventDefault();
    choose(tabs[next]!.name);
    buttons[next]!.focus();
  });

  function choose(name: string): void {
    const index = tabs.findIndex((tab) => tab.name === name);
    if (index === -1 || name === chosen) return;
    chosen = name;
    for (const [at, button] of buttons.entries()) {
      button.setAttribute('aria-selected', String(at === index));
      button.tabIndex = at === index ? 0 : -1;
      panels[at]!.hidden = at !== index;
    }
    changed();
  }

  return {
    bar,
    panels,
    get chosen() {
      return chosen;
    },
    choose,
  };
}

function target({ key }: KeyboardEvent, at: number, count: number): number | undefined {
  const forward = document.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  const back = document.dir === 'rtl' ? 'ArrowRight' : 'ArrowLeft';
  if (key === forward) return (at + 1) % count;
  if (key === back) return (at - 1 + count) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
}
