/** Side bar, search and dark pages, as one part of the reader: each shows something of the others. */
import { startColors, type Tint } from '../colors/colors.ts';
import { whole } from '../draw.ts';
import type { Reader } from '../reader.ts';
import { TextFinder } from '../search/findText.ts';
import '../search/search.css';
import { startSidebar } from './sidebar.ts';

export function sidebarPart(reader: Reader): void {
  let tint: Tint | undefined;
  const sidebar = startSidebar(reader, {
    recolor: async (canvas, page) => {
      if (tint === undefined) return;
      await tint.apply(canvas, await reader.pages.proxy(page), whole, 0);
    },
    choose: (found) => finder.choose(found),
  });
  const finder = new TextFinder(reader, {
    show: (search, chosen) => sidebar.showResults(search, chosen),
    open: () => sidebar.openResults(),
  });
  startColors(reader, (next) => {
    tint = next;
    reader.setTint(next);
    sidebar.recolored();
  });
}
