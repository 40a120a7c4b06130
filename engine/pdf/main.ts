/**
 * The process that holds one PDF. Started by process.ts with no more rights than to read its own code; it
 * opens no connection. Calls come and go over Node's IPC, one at a time; a watcher ends it when its memory
 * grows over the cap, since buffers outside the JavaScript heap have no cap of their own.
 */
import { Worker } from 'node:worker_threads';
import { toPayload } from '../errors.ts';
import { OpenPdf } from './open.ts';
import { draftPage } from './drafting.ts';
import { pdfClosed } from './errors.ts';
import { flatten, parseCall, type PdfCall, type PdfReply, type PdfResult } from './messages.ts';

const [mostMegabytes = '1200'] = process.argv.slice(2);
const WATCH_MILLIS = 50;

const watcher = new Worker(
  `setInterval(() => {
     if (process.memoryUsage.rss() > ${Number(mostMegabytes)} * 1048576) process.kill(process.pid, 'SIGKILL');
   }, ${WATCH_MILLIS});`,
  { eval: true },
);
watcher.unref();

let pdf: OpenPdf | undefined;

async function perform(call: PdfCall): Promise<PdfResult> {
  if (call.kind === 'open') {
    pdf = await OpenPdf.open(call.bytes, call.password);
    return { kind: 'open', details: await pdf.details() };
  }
  if (pdf === undefined) throw pdfClosed();
  switch (call.kind) {
    case 'text':
      return { kind: 'text', text: flatten(await pdf.text(call.page)) };
    case 'draft':
      return { kind: 'draft', draft: await draftPage(pdf, call.page) };
    case 'crops':
      return {
        kind: 'crops',
        pictures: await (call.alone
          ? pdf.formulas(call.page, call.rectangles, call.scale)
          : pdf.crops(call.page, call.rectangles, call.scale)),
      };
  }
}

process.on('message', (value) => {
  const call = parseCall(value);
  const answer = (result: PdfResult): void => {
    process.send?.({ id: call.id, result } satisfies PdfReply);
  };
  perform(call).then(answer, (error: unknown) => {
    answer({ kind: 'error', error: toPayload(error) });
  });
});
process.on('disconnect', () => process.exit(0));
