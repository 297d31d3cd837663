import type { Socket } from 'node:net';
import { SlowLine } from './slow-line.ts';
import { commandOf, isHandshake, MessageFramer, replyTo, requestIdOf } from './mongo-messages.ts';

/** What a fault proxy does at the moment; all its connections share it. */
export interface ProxyFaults {
  isPaused: boolean;
  /** Asked once for each reply; '' for a protocol that isn't MongoDB's. */
  dropsReplyTo: (command: string) => boolean;
  /** Asked once for each piece that is passed on, in milliseconds. */
  delayMs: () => number;
}

/** A client's connection to a fault proxy, and the one that the proxy opened to the server for it. */
export class ProxiedConnection {
  onDropped: () => void = () => undefined;
  onClosed: () => void = () => undefined;
  readonly #client: Socket;
  readonly #upstream: Socket;
  readonly #faults: ProxyFaults;
  readonly #isMongo: boolean;
  readonly #lines: ReadonlyMap<Socket, SlowLine>;
  readonly #requests = new MessageFramer();
  readonly #replies = new MessageFramer();
  /** MongoDB's requests that wait for their reply: the name of the command, null for a handshake. */
  readonly #waiting = new Map<number, string | null>();

  constructor(client: Socket, upstream: Socket, faults: ProxyFaults, { isMongo }: { isMongo: boolean }) {
    this.#client = client;
    this.#upstream = upstream;
    this.#faults = faults;
    this.#isMongo = isMongo;
    this.#lines = new Map([client, upstream].map((to) => [to, new SlowLine(to)]));
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      from.on('readable', () => this.forward());
      to.on('drain', () => this.forward());
      from.on('end', () => this.#lines.get(to)?.end());
      // The other side learns of an abrupt end, or of a server that isn't there, by an abrupt end.
      from.on('error', () => this.reset());
      from.on('close', () => {
        if (client.destroyed && upstream.destroyed) this.onClosed();
      });
    }
  }

  reset(): void {
    this.#client.resetAndDestroy();
    this.#upstream.resetAndDestroy();
  }

  /** Passes on what has arrived, unless the proxy is paused or the receiver is full. */
  forward(): void {
    this.#pass(this.#client, this.#upstream, (chunk) => this.#noteRequests(chunk));
    this.#pass(this.#upstream, this.#client, (chunk) => this.#keptReplies(chunk));
  }

  #pass(from: Socket, to: Socket, filter: (chunk: Buffer) => Buffer): void {
    while (!this.#faults.isPaused && !to.writableNeedDrain && to.writable) {
      const chunk = from.read() as Buffer | null;
      if (chunk === null) return;
      const passed = filter(chunk);
      if (passed.length > 0) this.#lines.get(to)?.send(passed, this.#faults.delayMs());
    }
  }

  #noteRequests(chunk: Buffer): Buffer {
    if (!this.#isMongo) return chunk;
    const messages = this.#requests.push(chunk);
    for (const message of messages) {
      this.#waiting.set(requestIdOf(message), isHandshake(message) ? null : commandOf(message));
    }
    return Buffer.concat(messages);
  }

  #keptReplies(chunk: Buffer): Buffer {
    const replies = this.#isMongo ? this.#replies.push(chunk) : [chunk];
    for (const reply of replies) {
      const command = this.#isMongo ? this.#takeCommand(reply) : '';
      if (command === null || !this.#faults.dropsReplyTo(command)) continue;
      this.onDropped();
      this.reset();
      return Buffer.alloc(0);
    }
    return Buffer.concat(replies);
  }

  #takeCommand(reply: Buffer): string | null {
    const id = replyTo(reply);
    const command = this.#waiting.get(id) ?? null;
    this.#waiting.delete(id);
    return command;
  }
}
