/**
 * The engine process. Started by client.ts with `--model DIR` and `--device NAME`; speaks
 * protocol.ts on file descriptor 3. Standard output and error carry only log lines.
 */
import { Socket } from 'node:net';
import { parseArgs } from 'node:util';
import { MESSAGE_FD } from './connection.ts';
import { openEngine } from './engine.ts';
import { serve } from './server.ts';

const { values } = parseArgs({
  options: { model: { type: 'string' }, device: { type: 'string' } },
});
const channel = new Socket({ fd: MESSAGE_FD, readable: true, writable: true });
await serve(
  channel,
  openEngine({ ...values, log: (line) => void process.stderr.write(`${line}\n`) }),
);
// Native threads may outlive the last message; what was to be said has been written.
channel.end(() => process.exit(0));
