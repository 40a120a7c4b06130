/** A PDF reader in a webview: connects it to the host and builds the parts around the pages. */
import { connect } from '../host.ts';
import { assertNever } from '../protocol.ts';
import { PdfReader } from './create.ts';
import { listenForKeys } from './keys.ts';
import { parts } from './parts.ts';
import { parseToReader, type FromReader, type ToReader } from './protocol.ts';
import { ReaderSession } from './session.ts';
import './reader.css';

const host = connect<ToReader, FromReader>(parseToReader, receive);
const assets = document.querySelector('meta[name="assets"]')?.getAttribute('content') ?? '';
const reader = new PdfReader(host);
const session = new ReaderSession(reader, host, assets);

reader.toolbar.enable(false);
document.body.append(reader.element);
listenForKeys(reader);
for (const part of parts) {
  try {
    part(reader);
  } catch (error) {
    // One part that fails takes neither the pages nor the other parts with it.
    reader.report(error);
  }
}
session.prepare();
host.post({ type: 'ready' });

function receive(message: ToReader): void {
  switch (message.type) {
    case 'open':
      void session.open(message);
      break;
    case 'bytes':
      session.deliver(message.generation, message.begin, message.bytes);
      break;
    case 'problem':
      if (reader.document === undefined) {
        reader.screens.problem(message.problem, () => host.post({ type: 'reload' }));
      } else {
        reader.foot.keep(`${message.problem.message} ${message.problem.action}`);
      }
      break;
    case 'notice':
      reader.foot.keep(message.text);
      break;
    case 'command':
      reader.run(message.name);
      break;
    case 'reveal':
      reader.scrollTo(message.page, message.rectangle, { light: message.light });
      break;
    case 'part':
      reader.receivePart(message.name, message.message);
      break;
    default:
      assertNever(message);
  }
}
