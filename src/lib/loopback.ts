/** The names under which a machine reaches only itself. */
export const LOOPBACK_HOSTS: readonly string[] = ['127.0.0.1', '::1', 'localhost'];

/** True for `localhost`, `127.0.0.1` and `::1`, also as a URL writes the last one: `[::1]`. */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK_HOSTS.includes(host.toLowerCase().replace(/^\[(.*)\]$/, '$1'));
}
