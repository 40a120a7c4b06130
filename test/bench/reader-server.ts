/** Serves our reader, pdf.js's own viewer and the files that both show, from this machine. */
import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { copyPdfAssets } from '../../extension/packaging/pdfAssets.ts';
import { readerPage } from '../../extension/pdf/page.ts';
import { viewBundle } from '../../webview/bundle.ts';

const root = join(import.meta.dirname, '..', '..');
const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
};

/** pdf.js's viewer component as its documentation puts it on a page. */
const peerPage = `<!doctype html><html><head><meta charset="utf-8">
<link rel="stylesheet" href="/library/web/pdf_viewer.css">
<style>body{margin:0}#container{position:absolute;inset:0;overflow:auto}</style></head>
<body><div id="container"><div id="viewer" class="pdfViewer"></div></div>
<script type="module">
import * as pdfjs from '/library/build/pdf.min.mjs';
globalThis.pdfjsLib = pdfjs;
const { EventBus, PDFLinkService, PDFViewer } = await import('/library/web/pdf_viewer.mjs');
pdfjs.GlobalWorkerOptions.workerSrc = '/library/build/pdf.worker.min.mjs';
const eventBus = new EventBus();
const linkService = new PDFLinkService({ eventBus });
const container = document.getElementById('container');
const viewer = new PDFViewer({ container, eventBus, linkService });
linkService.setViewer(viewer);
eventBus.on('pagesinit', () => { viewer.currentScaleValue = 'page-width'; });
const data = await (await fetch('/file.pdf')).arrayBuffer();
const pdf = await pdfjs.getDocument({ data, cMapUrl: '/library/cmaps/', standardFontDataUrl: '/library/standard_fonts/', wasmUrl: '/library/wasm/' }).promise;
viewer.setDocument(pdf);
linkService.setDocument(pdf);
</script></body></html>`;

export interface BenchServer {
  readonly url: string;
  /** What `/file.pdf` is from now on. */
  show(file: Uint8Array): void;
  close(): void;
}

/** `folder` takes the bundle of our reader: the packaged one, with pdf.js's files as they are packaged. */
export async function serve(folder: string): Promise<BenchServer> {
  await build({ ...viewBundle('reader', folder), absWorkingDir: root, minify: true });
  copyPdfAssets(root, join(folder, 'pdf'));
  let file = new Uint8Array();
  const ours = readerPage({
    ...{ cspSource: `'self'`, nonce: 'bench', language: 'en', texts: {} },
    ...{ script: '/reader.js', style: '/reader.css', assets: '/pdf/' },
  });
  const bodyOf = (pathname: string): string | Uint8Array => {
    if (pathname === '/ours') return ours;
    if (pathname === '/pdfjs') return peerPage;
    if (pathname === '/file.pdf') return file;
    const library = /^\/library\/(.*)$/.exec(pathname)?.[1];
    if (library !== undefined)
      return readFileSync(join(root, 'node_modules', 'pdfjs-dist', library));
    return readFileSync(join(folder, pathname));
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://bench');
    try {
      const body = bodyOf(pathname);
      const type = types[extname(pathname)] ?? (extname(pathname) === '' ? 'text/html' : '');
      response.writeHead(200, type === '' ? {} : { 'content-type': type }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return {
    url: `http://127.0.0.1:${address.port}`,
    show: (next) => (file = Uint8Array.from(next)),
    close: () => server.close(),
  };
}
