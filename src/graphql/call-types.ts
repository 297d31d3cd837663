import type {
  Attempt,
  Call,
  CallError,
  CallKind,
  CallStatus,
  Cost,
  CostBasis,
  Tag,
} from '../domain/call/call.ts';
import type { ChatMessage, ChatRole, ToolCall } from '../domain/call/chat-message.ts';
import type { ErrorCategory } from '../domain/errors.ts';
import type { FinishReason } from '../domain/provider/provider.ts';
import { toTokenUsage } from '../domain/token/usage.ts';
import type { TokenUsage } from '../domain/token/usage.ts';
import type { Builder } from './builder.ts';
import { upperCaseEnum } from './enums.ts';
import { definePromptTypes } from './prompt-types.ts';

export type CallTypes = ReturnType<typeof defineCallTypes>;

/** A call and what it is made of. */
export function defineCallTypes(builder: Builder) {
  const callStatus = upperCaseEnum<CallStatus>(builder, 'CallStatus', 'Where a call stands.', {
    RUNNING: 'Dispatched: its cost is held, its outcome is open.',
    COMPLETED: 'The model answered; the cost is settled.',
    FAILED: 'It ended without an answer; what was spent is settled.',
    CANCELLED: 'It was ended early; what was spent is settled.',
  });
  const callKind = upperCaseEnum<CallKind>(builder, 'CallKind', 'What a call is for.', {
    complete: 'A prompt was completed.',
    chat: 'A chat was continued.',
    object: 'Data were asked for.',
    embed: 'Texts became vectors.',
  });
  const finishReason = upperCaseEnum<FinishReason>(builder, 'FinishReason', 'Why the model stopped.', {
    stop: 'It had said all, or met a stop sequence.',
    length: 'It reached maxTokens.',
    content_filter: "The provider's content filter cut the answer.",
    tool_calls: 'It asked for tools to be called.',
    unknown: 'The provider gave another reason, or none.',
  });
  const costBasis = upperCaseEnum<CostBasis>(builder, 'CostBasis', 'How sure a cost is.', {
    measured: "From the provider's own usage.",
    estimated: 'From tokens that Tollgate counted, as the provider reported none.',
    presumed: 'The full hold: the outcome is unknown, so the most it can have cost is charged.',
  });
  const errorCategory = upperCaseEnum<ErrorCategory>(builder, 'ErrorCategory', 'Why a call failed.', {
    rate_limit: 'Too many requests or tokens for now.',
    timeout: 'No answer in time.',
    connection: 'The other side could not be reached, or hung up.',
    validation: 'The request is wrong.',
    authentication: "The provider does not accept Tollgate's key.",
    permission: "The provider's key may not do that.",
    server: 'A failure on the other side.',
    budget: 'A budget has no room.',
    cancelled: 'The call was ended early.',
    unknown: 'None of the others.',
  });

  const chatRole = upperCaseEnum<ChatRole>(builder, 'ChatRole', 'Who speaks in a chat.', {
    system: 'Instructions to the model.',
    developer: 'Instructions to a reasoning model.',
    user: 'The person or program that asks.',
    assistant: 'The model.',
    tool: 'A function that the model had called.',
  });

  const toolCall = builder.objectRef<ToolCall>('ToolCall').implement({
    description: 'A function that the model wants called.',
    fields: (t) => ({
      id: t.exposeID('id', { description: 'Names it in the message with its result.' }),
      name: t.exposeString('name', { description: 'The function.' }),
      arguments: t.exposeString('arguments', { description: 'JSON text, as the model wrote it.' }),
      problem: t.string({
        nullable: true,
        description: 'What is wrong with the name or the arguments, when anything is.',
        resolve: ({ problem }) => problem ?? null,
      }),
    }),
  });

  const chatMessage = builder.objectRef<ChatMessage>('ChatMessage').implement({
    description: 'One message of a chat.',
    fields: (t) => ({
      role: t.expose('role', { type: chatRole, description: 'Who speaks.' }),
      content: t.exposeString('content', { description: 'What is said; empty when tools are called.' }),
      name: t.string({
        nullable: true,
        description: 'Tells participants of the same role apart.',
        resolve: ({ name }) => name ?? null,
      }),
      toolCalls: t.field({
        type: [toolCall],
        description: 'In a message of the assistant: what it calls.',
        resolve: ({ toolCalls }) => [...(toolCalls ?? [])],
      }),
      toolCallId: t.id({
        nullable: true,
        description: 'In a message of a tool: which call it answers.',
        resolve: ({ toolCallId }) => toolCallId ?? null,
      }),
    }),
  });

  const tokenUsage = builder.objectRef<TokenUsage>('TokenUsage').implement({
    description: 'Tokens, in the words of the OpenAI API.',
    fields: (t) => ({
      promptTokens: t.exposeInt('promptTokens', {
        description: 'All tokens of the prompt, cached ones too.',
      }),
      cachedPromptTokens: t.exposeInt('cachedPromptTokens', {
        description: "Those read from the provider's cache.",
      }),
      completionTokens: t.exposeInt('completionTokens', {
        description: 'All tokens of the answer, reasoning too.',
      }),
      reasoningTokens: t.exposeInt('reasoningTokens', { description: 'Those the model spent on reasoning.' }),
      totalTokens: t.exposeInt('totalTokens', { description: 'Prompt and completion together.' }),
      estimated: t.exposeBoolean('estimated', { description: 'True when Tollgate counted them itself.' }),
    }),
  });

  const cost = builder.objectRef<Cost>('Cost').implement({
    description: 'What was charged. Prompt and completion add up to the total, exactly.',
    fields: (t) => ({
      prompt: t.expose('promptNano', { type: 'Decimal', description: 'For the prompt.' }),
      completion: t.expose('completionNano', { type: 'Decimal', description: 'For the answer.' }),
      total: t.expose('totalNano', { type: 'Decimal', description: 'Both together.' }),
      currency: t.string({ description: 'Always USD.', resolve: () => 'USD' }),
      basis: t.expose('basis', { type: costBasis, description: 'How sure it is.' }),
      priceVersion: t.exposeString('priceVersion', {
        nullable: true,
        description: 'The dated price that was used; null when nothing was charged.',
      }),
    }),
  });

  const callError = builder.objectRef<CallError>('CallError').implement({
    description: 'Why a call or an attempt failed.',
    fields: (t) => ({
      code: t.exposeString('code', { description: 'Stable, for programs.' }),
      category: t.expose('category', { type: errorCategory, description: 'Its kind.' }),
      message: t.exposeString('message', { description: 'For people.' }),
      retryable: t.exposeBoolean('retryable', {
        description: 'True when a new call could succeed unchanged.',
      }),
      providerDetail: t.exposeString('detail', {
        nullable: true,
        description: "The provider's own words, without secrets.",
      }),
    }),
  });

  const tag = builder.objectRef<Tag>('Tag').implement({
    description: 'A label of a call.',
    fields: (t) => ({
      key: t.exposeString('key', { description: 'Its name.' }),
      value: t.exposeString('value', { description: 'Its value.' }),
    }),
  });

  const attempt = builder.objectRef<Attempt>('Attempt').implement({
    description: 'One upstream request of a call.',
    fields: (t) => ({
      number: t.exposeInt('number', { description: 'From 1, in order.' }),
      provider: t.exposeString('provider', { description: 'Who was asked.' }),
      model: t.exposeString('model', { description: 'For which model.' }),
      startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it was sent.' }),
      finishedAt: t.expose('finishedAt', { type: 'DateTime', description: 'When it had ended.' }),
      latencyMs: t.int({
        description: 'Milliseconds between the two.',
        resolve: (a) => a.finishedAt - a.startedAt,
      }),
      usage: t.field({
        type: tokenUsage,
        nullable: true,
        description: 'Null when nothing was used.',
        resolve: ({ usage }) => usage && toTokenUsage(usage),
      }),
      cost: t.expose('cost', {
        type: cost,
        description: 'What it cost; zero when the provider charges nothing for it.',
      }),
      finishReason: t.expose('finishReason', {
        type: finishReason,
        nullable: true,
        description: 'Why the model stopped.',
      }),
      error: t.expose('error', { type: callError, nullable: true, description: 'Why it failed, if it did.' }),
      requestId: t.exposeString('requestId', {
        nullable: true,
        description: "The provider's id of the request.",
      }),
    }),
  });

  const { templateUse, versionUse, contextReport } = definePromptTypes(builder);
  const call = builder.objectRef<Call>('Call').implement({
    description: 'One operation: what was asked, by whom, and what came of it.',
    fields: (t) => ({
      operationId: t.exposeID('operationId', { description: 'Its id and idempotency key.' }),
      status: t.expose('status', { type: callStatus, description: 'Where it stands.' }),
      kind: t.expose('kind', { type: callKind, description: 'What was asked for.' }),
      model: t.exposeString('model', {
        description: 'The model that answered, or was asked last; the first one while it runs.',
      }),
      requestedModels: t.stringList({
        description:
          'Every model that could be asked, in order. The attempts say which were, and why they failed.',
        resolve: ({ requestedModels }) => [...requestedModels],
      }),
      provider: t.exposeString('provider', { description: 'Who runs the model.' }),
      sandbox: t.exposeBoolean('sandbox', {
        description: 'True when the built-in sandbox answered instead of a paid model.',
      }),
      agentId: t.exposeString('agentId', { nullable: true, description: 'The agent that made it.' }),
      capabilityType: t.exposeString('capabilityType', { nullable: true, description: 'What it was for.' }),
      tags: t.field({ type: [tag], description: 'Its labels.', resolve: ({ tags }) => [...tags] }),
      maxTokens: t.exposeInt('maxTokens', {
        description: 'The output cap that was sent, and paid for by the hold.',
      }),
      promptTokensSaved: t.exposeInt('promptTokensSaved', {
        nullable: true,
        description: 'Tokens that optimizePrompt took off the prompt; null when it was not asked for.',
      }),
      held: t.field({
        type: 'Decimal',
        description: 'What was held for it: the highest cost it could have.',
        resolve: ({ worstCase }) => worstCase.cost.totalNano,
      }),
      template: t.expose('template', {
        type: templateUse,
        nullable: true,
        description: 'The version of the template that its prompt was made of; null without one.',
      }),
      templateVersions: t.field({
        type: [versionUse],
        description:
          'Every version of a template whose text is in its prompt: the built-in instructions of `costEfficient`, that of `template`, and those of its partials.',
        resolve: ({ templateVersions }) => [...templateVersions],
      }),
      context: t.expose('context', {
        type: contextReport,
        nullable: true,
        description: 'What came of its context; null without one.',
      }),
      usage: t.field({
        type: tokenUsage,
        nullable: true,
        description: 'Tokens of all attempts together; null while it runs, or when none were used.',
        resolve: ({ usage }) => usage && toTokenUsage(usage),
      }),
      cost: t.expose('cost', {
        type: cost,
        nullable: true,
        description: 'Of all attempts together; null while it runs.',
      }),
      overHold: t.exposeBoolean('overHold', {
        description: 'True when the cost was above the hold. It is booked in full.',
      }),
      text: t.string({
        nullable: true,
        description: "The model's answer; null when there is none, or when it is not kept any longer.",
        resolve: ({ output }) => (output === null || output.removedAt !== undefined ? null : output.text),
      }),
      finishReason: t.field({
        type: finishReason,
        nullable: true,
        description: 'Why the model stopped.',
        resolve: ({ output }) => output?.finishReason ?? null,
      }),
      error: t.expose('error', { type: callError, nullable: true, description: 'Why it failed, if it did.' }),
      attempts: t.loadableList({
        type: attempt,
        description: 'Its upstream requests, in order; empty while it runs.',
        load: (operationIds: string[], { principal, services }) =>
          services.storage.calls.attemptsOf(principal.projectId, operationIds),
        resolve: ({ operationId }) => operationId,
      }),
      startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it was dispatched.' }),
      finishedAt: t.expose('finishedAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When it had ended.',
      }),
      latencyMs: t.int({
        nullable: true,
        description: 'Milliseconds between the two.',
        resolve: ({ startedAt, finishedAt }) => (finishedAt === null ? null : finishedAt - startedAt),
      }),
      timeToFirstTokenMs: t.exposeInt('timeToFirstTokenMs', {
        nullable: true,
        description: 'Milliseconds to the first token of a streamed answer.',
      }),
    }),
  });

  return {
    chatRole,
    toolCall,
    chatMessage,
    call,
    templateUse,
    contextReport,
    callKind,
    callStatus,
    callError,
    cost,
    tokenUsage,
    finishReason,
    errorCategory,
    tag,
  };
}
