import type { IncomingMessage } from 'node:http';
import { encodingFor } from '../../domain/model/encoding.ts';
import { countRequest } from '../../domain/token/count-request.ts';
import type { TokenCounter } from '../../domain/token/token-counter.ts';
import { toCompletionBody } from './chat-completion.ts';
import type { Completion, CompletionUsage } from './chat-completion.ts';
import { chatBody } from './chat-body.ts';
import { modelError, requestError } from './chat-checks.ts';
import { toSandboxRequest } from './chat-request.ts';
import type { SandboxRequest } from './chat-request.ts';
import { composeReply } from './compose-reply.ts';
import type { Directive } from './directive.ts';
import type { Fault } from './fault.ts';
import { readBody } from './json-body.ts';
import { meetFault } from './meet-fault.ts';
import type { FaultParts } from './meet-fault.ts';
import { countReply, createReplyPart, reasoningTokens } from './reply.ts';
import { directiveOfChat } from './request-directive.ts';
import type { Exchange } from './exchange.ts';
import { sendError } from './respond.ts';
import { sendStream, sendWhole } from './send-body.ts';
import { streamEvents } from './stream-events.ts';

export interface ChatEndpointParts extends FaultParts {
  tokenCounter: TokenCounter;
  /** Called with the model's name for each request that can be read. */
  onModel: (model: string) => void;
}

/** A request that is answered, and how. */
interface Answering {
  request: SandboxRequest;
  directive: Directive;
  fault: Fault;
  completion: Completion;
}

/** Handles POST /v1/chat/completions; `sequence` makes the answer's id. */
export function createChatEndpoint(parts: ChatEndpointParts) {
  const { tokenCounter, clock, onModel } = parts;

  return async function handleChat(
    incoming: IncomingMessage,
    exchange: Exchange,
    sequence: number,
  ): Promise<void> {
    const { response, record } = exchange;
    const parsed = await readBody(incoming, chatBody);
    if (!parsed.ok) return sendError(response, parsed.error);
    const { model, stream } = parsed.body;
    Object.assign(record, { model, stream: stream ?? false });
    const problem = requestError(parsed.body) ?? modelError(model);
    if (problem !== null) return sendError(response, problem);
    onModel(model);

    const request = toSandboxRequest(parsed.body);
    const found = directiveOfChat(request.messages, incoming.headers);
    if (!found.ok) return sendError(response, found.error);
    const { directive, since } = found;
    record.marker = directive.marker ?? null;
    const choice = { headers: incoming.headers, model, directive, said: request.messages };
    const fault = await meetFault(parts, exchange, choice);
    if (fault === null) return;

    const encoding = encodingFor(model);
    const asked = { ...request, responseFormat: request.format };
    const prompt = await countRequest(tokenCounter, asked, { id: model, encoding });
    record.promptTokens = prompt.tokens;
    const composed = await composeReply(tokenCounter, { request, directive, since, fault });
    if (!composed.ok) return sendError(response, composed.error);
    const { reply } = composed;
    record.completionTokens = await countReply(tokenCounter, reply, encoding);
    const usage = {
      promptTokens: prompt.tokens,
      completionTokens: record.completionTokens,
      reasoningTokens: reasoningTokens(reply),
    };
    const completion = {
      id: `chatcmpl-sandbox-${sequence}`,
      created: Math.floor(clock.now() / 1000),
      ...{ model, reply, usage: usageToReport(fault, usage) },
    };
    await send(exchange, { request, directive, fault, completion });
  };

  async function send(exchange: Exchange, answering: Answering): Promise<void> {
    const { request, fault, completion } = answering;
    const { record } = exchange;
    if (!request.stream) {
      const isWhole = await sendWhole(exchange, JSON.stringify(toCompletionBody(completion)), fault);
      if (isWhole) record.sentTokens = record.completionTokens;
      return;
    }
    record.sentTokens = await sendEvents(exchange, answering);
  }

  /** Gives the tokens that went out. */
  async function sendEvents(
    exchange: Exchange,
    { request, directive, fault, completion }: Answering,
  ): Promise<number> {
    const { record } = exchange;
    const sent = createReplyPart(completion.reply);
    const form = { includeUsage: request.includeUsage, piecesEach: directive.chunk ?? 1 };
    const isWhole = await sendStream(exchange, () => streamEvents(completion, form), {
      paceMs: Math.max(directive.pace ?? 0, fault.kind === 'pace' ? fault.ms : 0),
      clock,
      fault,
      onSent({ delta }) {
        record.sentEvents += 1;
        if (delta !== null) sent.add(delta);
      },
    });
    if (isWhole) return record.completionTokens;
    return countReply(tokenCounter, sent.part(), encodingFor(request.model));
  }
}

function usageToReport(fault: Fault, usage: CompletionUsage): Completion['usage'] {
  if (fault.kind === 'no-usage') return null;
  if (fault.kind !== 'zero-usage') return usage;
  return { promptTokens: 0, completionTokens: 0, reasoningTokens: 0 };
}
