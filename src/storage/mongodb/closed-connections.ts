import type { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import { MongoNetworkError } from 'mongodb';

/** What is used here of the driver's own class (lib/cmap/connection.js); it emits `close` once, when `error` is set. */
interface DriverConnection extends EventEmitter {
  error: Error | null;
  writeCommand(command: unknown, options: unknown): Promise<void>;
}

let isMended = false;

/**
 * Mends a fault of the driver, up to 7.9.0 at least. When the other side ends a connection, its socket can no longer be
 * written to a moment before the driver is told so. A command that is written in this moment waits for the socket's
 * `drain`, which never comes: a statement never ends and keeps its place in the pool, and when it is the check of a
 * server, that server is never found again. With this, the command fails when the connection closes.
 */
export function failCommandsOfClosedConnections(): void {
  const { prototype } = driverConnection();
  // the name and place are the driver's secret: a version that has changed them is left as it is
  if (isMended || typeof prototype?.writeCommand !== 'function') return;
  isMended = true;
  // it gets its connection by `call` below
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const write = prototype.writeCommand;
  prototype.writeCommand = function (this: DriverConnection, command, options) {
    return new Promise<void>((resolve, reject) => {
      const fail = (): void => reject(this.error ?? new MongoNetworkError('the connection is closed'));
      this.once('close', fail);
      void write
        .call(this, command, options)
        .then(resolve, reject)
        .finally(() => this.off('close', fail));
    });
  };
}

function driverConnection(): { prototype?: DriverConnection } {
  try {
    const { Connection } = createRequire(import.meta.url)('mongodb/lib/cmap/connection.js') as {
      Connection?: { prototype: DriverConnection };
    };
    return Connection ?? {};
  } catch {
    return {};
  }
}
