/** The links of a page, over its picture, in page coordinates: buttons, so that nothing leaves by itself. */
import type { PDFPageProxy } from 'pdfjs-dist';
import * as v from 'valibot';
import { h } from '../dom.ts';
import { l10n } from '../l10n.ts';

const link = v.object({
  subtype: v.literal('Link'),
  rect: v.tuple([v.number(), v.number(), v.number(), v.number()]),
  url: v.optional(v.string()),
  unsafeUrl: v.optional(v.string()),
  dest: v.optional(v.nullable(v.union([v.string(), v.array(v.unknown())]))),
  action: v.optional(v.string()),
});

export interface LinkActions {
  goTo(destination: unknown): void;
  openLink(url: string): void;
  /** `NextPage` and the like, which a document may name. */
  named(action: string): void;
}

const namedActions = new Set([
  'NextPage',
  'PrevPage',
  'FirstPage',
  'LastPage',
  'GoBack',
  'GoForward',
]);
/** Links of one page at most: a hostile file may have millions. */
const most = 2_000;

/** Everything that a click on this page can lead to; scripts, files and forms are none of it. */
export async function pageLinks(page: PDFPageProxy, actions: LinkActions): Promise<HTMLElement[]> {
  const annotations: unknown[] = await page.getAnnotations({ intent: 'display' });
  const viewport = page.getViewport({ scale: 1 });
  const elements: HTMLElement[] = [];
  for (const annotation of annotations) {
    const parsed = v.safeParse(link, annotation);
    if (!parsed.success || elements.length >= most) continue;
    const target = targetOf(parsed.output, actions);
    if (target === undefined) continue;
    const { rect } = parsed.output;
    const [x1, y1] = viewport.convertToViewportPoint(rect[0], rect[1]) as number[];
    const [x2, y2] = viewport.convertToViewportPoint(rect[2], rect[3]) as number[];
    const element = h('button', {
      class: 'link',
      type: 'button',
      role: 'link',
      title: target.label,
      'aria-label': target.label,
      click: target.follow,
    });
    element.style.left = `${Math.min(x1!, x2!)}px`;
    element.style.top = `${Math.min(y1!, y2!)}px`;
    element.style.width = `${Math.abs(x2! - x1!)}px`;
    element.style.height = `${Math.abs(y2! - y1!)}px`;
    elements.push(element);
  }
  return elements;
}

function targetOf(
  { url, unsafeUrl, dest, action }: v.InferOutput<typeof link>,
  actions: LinkActions,
): { label: string; follow: () => void } | undefined {
  if (dest !== undefined && dest !== null) {
    return { label: l10n.t('Go to the place in this document'), follow: () => actions.goTo(dest) };
  }
  if (action !== undefined && namedActions.has(action)) {
    return { label: l10n.t('Go to another page'), follow: () => actions.named(action) };
  }
  const address = url ?? unsafeUrl;
  if (address === undefined || address === '') return undefined;
  return { label: address.slice(0, 500), follow: () => actions.openLink(address) };
}
