/** What pdf.js loads by name beside the bundle: workers, decoders, character maps, fonts. For the build. */
import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const workers = ['build/pdf.worker.min.mjs', 'build/pdf.renderer.min.mjs'];
const folders = ['cmaps', 'standard_fonts', 'iccs'];

/** Copies it into a folder. What runs scripts of documents is left out. */
export function copyPdfAssets(root: string, folder: string): void {
  const from = join(root, 'node_modules', 'pdfjs-dist');
  mkdirSync(join(folder, 'wasm'), { recursive: true });
  for (const path of workers) cpSync(join(from, path), join(folder, path.slice('build/'.length)));
  for (const name of folders) cpSync(join(from, name), join(folder, name), { recursive: true });
  for (const name of readdirSync(join(from, 'wasm'))) {
    if (!/quickjs|nowasm|\.js$/i.test(name))
      cpSync(join(from, 'wasm', name), join(folder, 'wasm', name));
  }
}
