/** The address of a chat server, as a person types it, brought to one form. Pure. */
import { badInput } from '../errors.ts';

/** What a chosen server is known by. */
export interface Endpoint {
  /** Ends in `/v1` or whatever the person gave; `/chat/completions` and `/models` follow it. */
  readonly base: string;
  /** Scheme, host and port: what consent and keys are bound to. */
  readonly origin: string;
  /** Host and port, for people. */
  readonly host: string;
  /** The server runs on this machine: nothing leaves it. */
  readonly loopback: boolean;
  /** What is sent can be read on the way. */
  readonly plain: boolean;
}

const example = 'Give an address such as http://localhost:8000/v1.';

/** @throws MarginaliaError `bad-input` for what is no http(s) address, or one with a password in it */
export function parseEndpoint(text: string): Endpoint {
  const typed = text.trim();
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `http://${typed}`);
  if (typed === '' || url === null) throw badInput(`"${typed}" is not an address.`, example);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw badInput(`A server is reached by http or https, not by "${url.protocol}".`, example);
  if (url.username !== '' || url.password !== '')
    throw badInput(
      'The address holds a user name or a password.',
      'Leave it out; the key has a place of its own.',
    );
  const path = url.pathname.replace(/\/+$/, '').replace(/\/(chat\/completions|models)$/, '');
  const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  return {
    base: url.origin + (path === '' ? '/v1' : path),
    ...{ origin: url.origin, host: url.host, loopback },
    plain: url.protocol === 'http:' && !loopback,
  };
}
