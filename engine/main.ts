/**
 * The engine process. Started by client.ts with `--model DIR` and `--device NAME`, or with `--server URL`
 * and `--server-model NAME`: only then does it open connections, and then it loads no model. Speaks
 * protocol.ts on file descriptor 3. Standard output and error carry only log lines.
 */
import { Socket } from 'node:net';
import { parseArgs } from 'node:util';
import { MESSAGE_FD } from './connection.ts';
import { takeServerKey } from './backends/environment.ts';
import { openServer } from './backends/server.ts';
import { openEngine } from './engine.ts';
import { serve } from './server.ts';

const { values } = parseArgs({
  options: {
    model: { type: 'string' },
    device: { type: 'string' },
    server: { type: 'string' },
    'server-model': { type: 'string' },
  },
});
const log = (line: string): void => void process.stderr.write(`${line}\n`);
const { server: url, 'server-model': model } = values;
const channel = new Socket({ fd: MESSAGE_FD, readable: true, writable: true });
await serve(
  channel,
  url === undefined
    ? openEngine({ ...values, log })
    : openServer({ url, model, key: takeServerKey(process.env) }),
);
// Native threads may outlive the last message; what was to be said has been written.
channel.end(() => process.exit(0));
