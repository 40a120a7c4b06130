/** Where pdf.js and what it reads beside a PDF lie: character maps, standard fonts, decoders. */
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';

/** The package's folder; in a build it lies beside the engine's bundle. */
export function pdfjsFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
}

/** Options of `getDocument`: everything from this folder, nothing from anywhere else. */
export function pdfjsData(folder = pdfjsFolder()) {
  const inside = (name: string): string => join(folder, name) + sep;
  return {
    cMapUrl: inside('cmaps'),
    cMapPacked: true,
    standardFontDataUrl: inside('standard_fonts'),
    wasmUrl: inside('wasm'),
    iccUrl: inside('iccs'),
    // Fonts of this machine would make the same file look different elsewhere.
    useSystemFonts: false,
    useWorkerFetch: false,
  };
}
