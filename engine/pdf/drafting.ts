/** A page's draft, with what its neighbors tell of running heads and of spellings. */
import { findFormulas } from '../../document/formulas/index.ts';
import type { PageDraft } from '../../document/layout/draft.ts';
import { layoutPage, neighborOf } from '../../document/layout/page.ts';
import type { NeighborPage } from '../../document/layout/running.ts';
import type { OpenPdf } from './open.ts';

/** Left and right pages have heads of their own: two pages to either side. */
const REACH = [-2, -1, 1, 2];
const KEPT = 12;

const known = new WeakMap<OpenPdf, Map<number, NeighborPage | null>>();

/** @throws MarginaliaError `pdf-page-missing`, `pdf-page-damaged` */
export async function draftPage(pdf: OpenPdf, page: number): Promise<PageDraft> {
  const text = await pdf.text(page);
  remember(pdf, page, neighborOf(text));
  const neighbors: NeighborPage[] = [];
  for (const other of REACH.map((by) => page + by)) {
    const neighbor = other < 1 || other > pdf.pageCount ? null : await neighborPage(pdf, other);
    if (neighbor !== null) neighbors.push(neighbor);
  }
  return layoutPage(text, findFormulas(text), neighbors);
}

async function neighborPage(pdf: OpenPdf, page: number): Promise<NeighborPage | null> {
  const found = known.get(pdf)?.get(page);
  if (found !== undefined) return found;
  // A neighbor that cannot be read tells nothing; its own turn will say why.
  const read = await pdf.text(page).then(neighborOf, () => null);
  remember(pdf, page, read);
  return read;
}

function remember(pdf: OpenPdf, page: number, neighbor: NeighborPage | null): void {
  const pages = known.get(pdf) ?? new Map<number, NeighborPage | null>();
  known.set(pdf, pages.set(page, neighbor));
  const [oldest] = pages.keys();
  if (pages.size > KEPT && oldest !== undefined) pages.delete(oldest);
}
