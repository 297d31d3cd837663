// MongoDB's wire protocol, as far as a proxy has to read it: mongodb.com/docs/manual/reference/mongodb-wire-protocol.

const HEADER_BYTES = 16;
const OP_MSG = 2013;
const FLAG_BYTES = 4;
const KIND_BODY = 0;
const HANDSHAKES = new Set(['hello', 'isMaster', 'ismaster', 'saslStart', 'saslContinue']);

/** Cuts a stream into whole messages: each begins with its length in bytes, an int32 that counts itself. */
export class MessageFramer {
  #chunks: Buffer[] = [];
  #bytes = 0;
  /** So many bytes have to be there before it is worth looking. */
  #wantedBytes = HEADER_BYTES;

  /** The messages that the chunk has completed. */
  push(chunk: Buffer): Buffer[] {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes < this.#wantedBytes) return [];
    const messages: Buffer[] = [];
    let rest = Buffer.concat(this.#chunks);
    this.#wantedBytes = HEADER_BYTES;
    while (rest.length >= HEADER_BYTES) {
      const length = rest.readInt32LE(0);
      if (length < HEADER_BYTES) throw new Error(`a message of ${length} bytes isn't MongoDB's`);
      this.#wantedBytes = length;
      if (rest.length < length) break;
      messages.push(rest.subarray(0, length));
      rest = rest.subarray(length);
      this.#wantedBytes = HEADER_BYTES;
    }
    this.#chunks = [rest];
    this.#bytes = rest.length;
    return messages;
  }
}

export function requestIdOf(message: Buffer): number {
  return message.readInt32LE(4);
}

/** The id of the request that the message answers. */
export function replyTo(message: Buffer): number {
  return message.readInt32LE(8);
}

/** The first key of the body, which names the command; '' when the message isn't an OP_MSG that begins with its body. */
export function commandOf(message: Buffer): string {
  if (message.readInt32LE(12) !== OP_MSG) return '';
  const section = HEADER_BYTES + FLAG_BYTES;
  if (message[section] !== KIND_BODY) return '';
  // After the kind come the document's length (4 bytes) and the type of its first element (1).
  const name = section + 1 + 4 + 1;
  return message.toString('utf8', name, message.indexOf(0, name));
}

/** True for what a driver sends to get or to check a connection; the older form isn't an OP_MSG. */
export function isHandshake(message: Buffer): boolean {
  return message.readInt32LE(12) !== OP_MSG || HANDSHAKES.has(commandOf(message));
}
