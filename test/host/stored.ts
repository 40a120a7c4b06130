/** What VS Code in a browser has written down so far, to be there after a reload. */
import type { Page } from 'playwright-core';

/** Whether some value of its storage holds all of the texts. */
export function isStored(page: Page, ...texts: readonly string[]): Promise<boolean> {
  return page.evaluate(async (wanted) => {
    const settled = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('no database'));
      });
    for (const { name = '' } of await indexedDB.databases()) {
      if (!name.startsWith('vscode-web-state-db')) continue;
      const database = await settled(indexedDB.open(name));
      try {
        if (!database.objectStoreNames.contains('ItemTable')) continue;
        const items = database.transaction('ItemTable').objectStore('ItemTable');
        const values: unknown[] = await settled(items.getAll());
        const holds = (value: unknown): boolean =>
          typeof value === 'string' && wanted.every((text) => value.includes(text));
        if (values.some(holds)) return true;
      } finally {
        database.close();
      }
    }
    return false;
  }, texts);
}
