/** An engine that does not speak the protocol. */
import { Socket } from 'node:net';
import { encode } from '@msgpack/msgpack';

const body = encode({ kind: 'surprise' });
const length = Buffer.alloc(4);
length.writeUInt32LE(body.length);
new Socket({ fd: 3 }).write(Buffer.concat([length, body]));
