/** Where the points of a PDF's page are in the window. */
import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { eventually } from '../eventually.ts';
import type { VsCodeWindow } from './vscode.ts';

/** From points of the first page to pixels of the window. */
export type PlaceOf = (x: number, y: number) => [number, number];

/** Has the reader show the first page whole, and waits until it does. @param view the reader's frame */
export async function fitPage(code: VsCodeWindow, view: Frame): Promise<PlaceOf> {
  await code.command('Marginalia: PDF: Fit Page');
  return eventually(async () => {
    const room = (await view.locator('.viewport').boundingBox())!;
    const page = (await view.locator('[data-page="1"]').boundingBox())!;
    const inside = page.y >= room.y && page.y + page.height <= room.y + room.height;
    assert.ok(inside, 'the page is shown whole');
    return (x, y) => [page.x + (x / 612) * page.width, page.y + (y / 792) * page.height];
  });
}
