import type { ToolCall } from '../../domain/call/chat-message.ts';
import type { ChatDelta } from '../../domain/provider/provider.ts';
import { madeUpId } from './from-tool-calls.ts';
import type { ToolCallPiece } from './from-tool-calls.ts';

interface GrowingCall {
  /** Its place in the answer. */
  position: number;
  /** The server's own id, null when it sends none. */
  sentId: string | null;
  /** The one that it has here. */
  id: string;
  name: string | null;
  arguments: string;
  /** True when a delta has told of it. */
  told: boolean;
}

/**
 * Tool calls that come in pieces. OpenAI numbers them, and sends id and name with the first piece only. Others repeat both in each piece,
 * send no number, number each call 0 (Gemini and those behind it), or make a new id for each piece (older vLLM).
 */
export class StreamedToolCalls {
  readonly #calls: GrowingCall[] = [];
  readonly #byIndex = new Map<unknown, GrowingCall>();

  /** Takes a piece; `index` is the server's number, `idSeed` is for an id where it sends none. Null when there is nothing to tell yet. */
  add(index: number | null, piece: ToolCallPiece, idSeed: string): ChatDelta | null {
    const found = this.#find(index, piece);
    const call = found !== undefined && continues(found, piece) ? found : this.#begin(piece, idSeed);
    if (index !== null) this.#byIndex.set(index, call);
    call.name ??= piece.name;
    call.arguments += piece.arguments;
    if (call.name === null || (call.told && piece.arguments === '')) return null;
    const first = !call.told;
    call.told = true;
    return {
      kind: 'tool_call',
      index: call.position,
      id: first ? call.id : null,
      name: first ? call.name : null,
      arguments: first ? call.arguments : piece.arguments,
    };
  }

  /** False while a call has no name. */
  get named(): boolean {
    return this.#calls.every(({ name }) => name !== null);
  }

  /** Those that have a name. */
  toCalls(): ToolCall[] {
    return this.#calls.flatMap(({ id, name, arguments: text }) =>
      name === null ? [] : [{ id, name, arguments: text }],
    );
  }

  #find(index: number | null, { id, name }: ToolCallPiece): GrowingCall | undefined {
    if (index !== null) return this.#byIndex.get(index);
    const last = this.#calls.at(-1);
    if (id === null) return last;
    return this.#calls.find(({ sentId }) => sentId === id) ?? (name === null ? last : undefined);
  }

  #begin({ id, name }: ToolCallPiece, idSeed: string): GrowingCall {
    const position = this.#calls.length;
    const isNew = id !== null && this.#calls.every((call) => call.id !== id);
    const call: GrowingCall = {
      position,
      sentId: id,
      id: isNew ? id : madeUpId(idSeed, position),
      name,
      arguments: '',
      told: false,
    };
    this.#calls.push(call);
    return call;
  }
}

/** Only a piece with a name can begin another call. */
function continues(call: GrowingCall, { id, name, arguments: text }: ToolCallPiece): boolean {
  if (name === null || call.name === null) return true;
  if (id !== null && call.sentId !== null) return id === call.sentId;
  return name === call.name && !(text !== '' && isComplete(call.arguments));
}

function isComplete(text: string): boolean {
  // most texts are told by their end, without reading them again for each piece
  if (!text.trimEnd().endsWith('}')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
