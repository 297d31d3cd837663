import { definedOnly } from '../../lib/defined-only.ts';
import type { Principal } from '../access/principal.ts';
import { ValidationError } from '../errors.ts';
import type { Model } from '../model/model.ts';
import { buildContext } from '../prompt/build-context.ts';
import type { BuiltContext } from '../prompt/build-context.ts';
import { COST_EFFICIENT_ID } from '../prompt/builtin-templates.ts';
import type { ContextInput } from '../prompt/context-input.ts';
import type { PromptLibrary } from '../prompt/prompt-library.ts';
import { resolveTemplate } from '../prompt/resolve-template.ts';
import type { ResolvedTemplate, VersionUse } from '../prompt/resolve-template.ts';
import { countRequest } from '../token/count-request.ts';
import type { TokenCounter } from '../token/token-counter.ts';
import type { ToolRegistry } from '../tool/tool.ts';
import { atPath } from '../validation.ts';
import { checkPromptSize, fingerprintOf } from './call-request.ts';
import type { CallRequest, ChatTask } from './call-request.ts';
import { findCandidates } from './candidate.ts';
import type { ModelChoiceParts } from './candidate.ts';
import type { ChatMessage } from './chat-message.ts';
import { composeRequest } from './compose-request.ts';
import { resolveParameters } from './parameters.ts';
import type { ModelParameters } from './parameters.ts';
import { requireRegistered } from './tool-use.ts';

export interface PromptParts extends ModelChoiceParts {
  prompts: PromptLibrary;
  /** Longest prompt, in bytes of UTF-8. */
  promptMaxBytes: number;
  tokenCounter: TokenCounter;
  tools: ToolRegistry;
}

/** A summary of the transcript for the request, whose models are known; of at most so many tokens, null when there is none to be had. */
type HistorySummary = (request: CallRequest, transcript: string, tokensMax: number) => Promise<string | null>;

const SAMPLING = ['temperature', 'topP', 'frequencyPenalty', 'presencePenalty'] as const;

/**
 * The request with its messages made of its template and its context, and what the template gives for a call that doesn't. A
 * request without either is given back. Throws NotFoundError, TemplateVariableError, ValidationError, StoreUnavailableError,
 * and what choosing a model throws.
 */
export async function fillPrompt(
  parts: PromptParts,
  principal: Principal,
  request: CallRequest,
  now: number,
  summarise: HistorySummary,
): Promise<CallRequest> {
  const { prompt: source, task } = request;
  if (task.kind === 'chat' && task.tools !== null) requireRegistered(task.tools, parts.tools);
  if (source === null || task.kind !== 'chat') return request;
  const { prompts, promptMaxBytes } = parts;
  const { context, costEfficient } = source;
  const resolve = (call: Parameters<typeof resolveTemplate>[2]) =>
    resolveTemplate(prompts, principal.projectId, call, promptMaxBytes);

  let template: ResolvedTemplate | null = null;
  if (source.template !== null) template = await resolve(source.template);
  const ofContext = context?.template;
  if (ofContext !== undefined) template = await atPath('context.template', () => resolve(ofContext));
  const builtin = costEfficient ? await resolve({ id: COST_EFFICIENT_ID }) : null;

  const models = request.models.length === 0 && template?.model ? [template.model] : request.models;
  const named: CallRequest = { ...request, models, task: withSchema(task, template) };
  const parameters = await mergedParameters(parts, principal, named, template, now);
  const filled: CallRequest = { ...named, parameters };
  const fixed = [...(builtin?.messages ?? []), ...task.messages, ...(template?.messages ?? [])];
  const built =
    context === null
      ? { messages: fixed, report: null }
      : await fitContext(parts, principal, filled, context, fixed, now, summarise);
  checkPromptSize(
    built.messages.map(({ content }) => content),
    promptMaxBytes,
    context === null ? 'prompt' : 'context',
  );
  return {
    ...filled,
    task: { ...withSchema(task, template), messages: built.messages },
    filled: {
      // of what was asked: a repeat is one also when a label has been moved meanwhile
      fingerprint: fingerprintOf(request),
      template: (template ?? builtin)?.use ?? null,
      templateVersions: eachOnce([...(builtin?.versions ?? []), ...(template?.versions ?? [])]),
      context: built.report,
    },
  };
}

/** A partial may be rendered by two names, and the built-in instructions be asked for twice. */
function eachOnce(versions: readonly VersionUse[]): VersionUse[] {
  return [...new Map(versions.map((use) => [`${use.id}@${use.version}`, use])).values()];
}

/** The schema of the answer is the template's where the call gives none. */
function withSchema(task: ChatTask, template: ResolvedTemplate | null): ChatTask {
  const { output } = task;
  if (output === null || output.schema !== undefined) return task;
  const schema = template?.responseSchema ?? null;
  if (schema === null) {
    const message = 'must be given: the template has no schema of the answer';
    throw new ValidationError([{ path: 'schema', message }]);
  }
  return { ...task, output: { ...output, schema } };
}

/** The call's own parameters, then those of the template that the model takes. */
async function mergedParameters(
  parts: ModelChoiceParts,
  principal: Principal,
  request: CallRequest,
  template: ResolvedTemplate | null,
  now: number,
): Promise<ModelParameters> {
  const given = Object.entries(template?.parametersFor(request.models[0] ?? parts.defaultModel) ?? {});
  if (given.length === 0) return request.parameters;
  const [{ model }] = await findCandidates(parts, principal, request, now);
  const own = definedOnly(request.parameters);
  // a task type of the call says more than a temperature of the template
  const isLeftOut = (name: string) => own.taskType !== undefined && SAMPLING.some((one) => one === name);
  const defaults = Object.fromEntries(given.filter(([name]) => !isLeftOut(name)));
  return { ...takenBy(model, defaults), ...own } as ModelParameters;
}

function takenBy(model: Model, given: Partial<ModelParameters>): Partial<ModelParameters> {
  const { maxTokens, taskType, ...others } = given;
  const taken = Object.entries(others).filter(([name]) => model.takes.some((one) => one === name));
  return definedOnly({
    ...(Object.fromEntries(taken) as Partial<ModelParameters>),
    taskType,
    maxTokens: maxTokens === undefined ? undefined : Math.min(maxTokens, model.maxOutputTokens ?? Infinity),
  });
}

/** The context within its limit, or within what the model's window leaves beside the answer. */
async function fitContext(
  { tokenCounter, tools, ...choice }: PromptParts,
  principal: Principal,
  request: CallRequest,
  context: ContextInput,
  fixed: readonly ChatMessage[],
  now: number,
  summarise: HistorySummary,
): Promise<BuiltContext> {
  const task = request.task as ChatTask;
  const [{ model }] = await findCandidates(choice, principal, request, now);
  const counted = { ...model, hasOtherTokenizer: !model.countsExactly };
  const parameters = resolveParameters(model, request.parameters, { isFallback: true });
  const serverTools = tools.definitionsOf(task.tools?.serverTools ?? []);
  const countMessages = async (messages: readonly ChatMessage[]): Promise<number> => {
    const sent = composeRequest(task, model, parameters, messages, serverTools);
    return (await countRequest(tokenCounter, sent, counted)).tokens;
  };
  const countEach = (lists: readonly (readonly ChatMessage[])[]) =>
    Promise.all(
      lists.map(async (messages) => (await countRequest(tokenCounter, { messages }, counted)).tokens),
    );
  const window = model.contextWindow;
  const room = window === null ? null : Math.max(1, window - parameters.maxTokens);
  const limit = context.tokenLimit === undefined ? room : Math.min(context.tokenLimit, room ?? Infinity);
  const transcriptTokensMax = window ?? Infinity;
  const ofRequest = (transcript: string, tokensMax: number) => summarise(request, transcript, tokensMax);
  return buildContext(
    { countMessages, countEach, transcriptTokensMax, summarise: ofRequest },
    context,
    fixed,
    limit,
  );
}
