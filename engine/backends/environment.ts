/** What a process that talks to a server needs in its environment. Pure. */

type Environment = Readonly<Record<string, string | undefined>>;

const keyName = 'MARGINALIA_SERVER_KEY';
const loopback = ['localhost', '127.0.0.1', '::1'];

/** The variable in which a server's key is handed over: never on a command line, which others can see. */
export const serverKey = (key: string): Record<string, string> => ({ [keyName]: key });

/** Reads the key and takes it out, so that nothing started later inherits it. */
export function takeServerKey(env: Record<string, string | undefined>): string | undefined {
  const key = env[keyName]?.trim();
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a variable set to undefined stays
  delete env[keyName];
  return key === '' ? undefined : key;
}

/**
 * Tells Node to honor the proxy variables and the system's certificates. A server on this machine is
 * never reached through a proxy.
 */
export function serverEnvironment(inherited: Environment, own: Environment = {}) {
  const all = { ...inherited, ...own };
  const exempt = (all['no_proxy'] ?? all['NO_PROXY'] ?? '').split(',').map((name) => name.trim());
  const names = [...new Set([...exempt, ...loopback])].filter((name) => name !== '').join(',');
  return {
    ...{ NODE_USE_ENV_PROXY: '1', NODE_USE_SYSTEM_CA: '1' },
    ...{ no_proxy: names, NO_PROXY: names },
  };
}
