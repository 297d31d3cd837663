import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { ProxiedConnection } from './proxied-connection.ts';
import type { ProxyFaults } from './proxied-connection.ts';

/** A TCP proxy on a free loopback port that does to the traffic what a bad network does. */
export interface FaultProxy {
  readonly port: number;
  /** The target's URL with the proxy in its place. */
  readonly url: string;
  /** Replies dropped so far. */
  readonly droppedReplies: number;
  /** From now on nobody gets a connection, as if nothing listened; the open ones are reset. */
  refuse(): Promise<void>;
  /** Resets every open connection, once; the next ones are served. */
  reset(): void;
  /** Keeps what arrives from either side, also on new connections, until `resume`. */
  pause(): void;
  resume(): void;
  /** Each piece of traffic, either way, takes as long as `delayMs()` says, in milliseconds; the order is kept. */
  delay(delayMs: () => number): void;
  /**
   * Loses that fraction of the replies: the server has sent it, so the request was applied, but instead of the reply the
   * client gets a reset connection. A reply is lost when `random()` (at least 0, below 1) is below `fraction`. With
   * MongoDB a reply is one whole message, `mayDrop` chooses by the name of the request's command, and a handshake is never
   * lost; with any other protocol a reply is what the server sent at a time.
   */
  dropReplies(fraction: number, random: () => number, mayDrop?: (command: string) => boolean): void;
  /** Ends every fault: accepts, forwards at once, drops nothing. */
  heal(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Puts a proxy in front of a server.
 *
 * @param target its URL: `mongodb://` with one host (what goes by is understood), or any other with a host and a port
 */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const { scheme, login, host, port: targetPort, rest } = parseTarget(target);
  const isMongo = scheme === 'mongodb';
  const faults: ProxyFaults = { isPaused: false, dropsReplyTo: () => false, delayMs: () => 0 };
  const connections = new Set<ProxiedConnection>();
  let droppedReplies = 0;

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const upstream = connect({ host, port: targetPort, allowHalfOpen: true, noDelay: true });
    const connection = new ProxiedConnection(client, upstream, faults, { isMongo });
    connections.add(connection);
    connection.onDropped = () => (droppedReplies += 1);
    connection.onClosed = () => connections.delete(connection);
  });
  await listen(0);
  const { port } = server.address() as AddressInfo;

  async function listen(onPort: number): Promise<void> {
    server.listen(onPort, '127.0.0.1');
    await once(server, 'listening');
  }

  async function stopListening(): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    reset();
    await closed;
  }

  function reset(): void {
    for (const connection of connections) connection.reset();
  }

  function setPaused(isPaused: boolean): void {
    faults.isPaused = isPaused;
    for (const connection of connections) connection.forward();
  }

  return {
    port,
    url: `${scheme}://${login}127.0.0.1:${port}${isMongo ? straight(rest) : rest}`,
    get droppedReplies() {
      return droppedReplies;
    },
    refuse: stopListening,
    reset,
    pause: () => setPaused(true),
    resume: () => setPaused(false),
    delay: (delayMs) => (faults.delayMs = delayMs),
    dropReplies(fraction, random, mayDrop = () => true) {
      faults.dropsReplyTo = (command) => mayDrop(command) && random() < fraction;
    },
    async heal() {
      faults.dropsReplyTo = () => false;
      faults.delayMs = () => 0;
      setPaused(false);
      if (!server.listening) await listen(port);
    },
    close: stopListening,
  };
}

const MONGODB_PORT = 27_017;

function parseTarget(target: string) {
  const match = /^([a-z]+):\/\/([^@/]*@)?([^:/?,@]+)(?::(\d+))?((?:[/?].*)?)$/.exec(target);
  const [, scheme = '', login = '', host = '', givenPort, rest = ''] = match ?? [];
  const port = Number(givenPort ?? (scheme === 'mongodb' ? MONGODB_PORT : Number.NaN));
  if (match === null || Number.isNaN(port))
    throw new Error(`a fault proxy stands before one host and port, not ${target}`);
  return { scheme, login, host, port, rest };
}

/** The driver would otherwise go round the proxy, to the address that a replica set names. */
function straight(rest: string): string {
  const [path = '', query = ''] = rest.split('?');
  const options = new URLSearchParams(query);
  options.set('directConnection', 'true');
  return `${path || '/'}?${options.toString()}`;
}
