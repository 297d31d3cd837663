import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Longer than any pause between two requests of the bench. */
const KEEP_ALIVE_MS = 120_000;

/** Lets a server of the bench listen on a free loopback port, tells the parent process which, and ends with that process. */
export function announce(server: Server): void {
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
  process.once('disconnect', () => process.exit(0));
}
