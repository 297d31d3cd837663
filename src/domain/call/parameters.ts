import { z } from 'zod';
import { ValidationError } from '../errors.ts';
import type { FieldProblem } from '../errors.ts';
import { integerSchema, optional, rangeSchema } from '../field-schemas.ts';
import { MODEL_PARAMETERS } from '../model/model.ts';
import type { Model } from '../model/model.ts';
import { REASONING_EFFORTS } from '../provider/provider.ts';
import type { ChatRequest } from '../provider/provider.ts';

export const TASK_TYPES = ['creative', 'analytical', 'factual', 'code'] as const;
export type TaskType = (typeof TASK_TYPES)[number];

const SAMPLING_PARAMETERS = ['temperature', 'topP', 'frequencyPenalty', 'presencePenalty'] as const;
type SamplingParameters = Record<(typeof SAMPLING_PARAMETERS)[number], number>;

/** Defaults of a call (A3 of the specification). */
const DEFAULT_SAMPLING: SamplingParameters = {
  temperature: 0.7,
  topP: 1,
  frequencyPenalty: 0,
  presencePenalty: 0,
};
const DEFAULT_MAX_TOKENS = 1000;

/** Recommended parameters by type of task (B9 of the specification). */
const RECOMMENDED: Record<TaskType, SamplingParameters> = {
  creative: { temperature: 0.9, topP: 1, frequencyPenalty: 0.5, presencePenalty: 0.5 },
  analytical: { temperature: 0.2, topP: 0.9, frequencyPenalty: 0, presencePenalty: 0 },
  factual: { temperature: 0.1, topP: 0.9, frequencyPenalty: 0, presencePenalty: 0 },
  code: { temperature: 0.2, topP: 0.95, frequencyPenalty: 0, presencePenalty: 0 },
};

/** Recommended parameters of a task type; those of `analytical` when the type is not known. */
export function recommendedParameters(taskType: string): SamplingParameters {
  return RECOMMENDED[TASK_TYPES.find((known) => known === taskType) ?? 'analytical'];
}

const MAX_TOKENS_CEILING = 1_000_000;
const STOP_SEQUENCES_MAX = 4;
const STOP_SEQUENCE_ACCEPTED = 'must be 1 to 200 characters';

export const modelParametersSchema = z.object({
  temperature: optional(rangeSchema(0, 2)),
  topP: optional(rangeSchema(0, 1)),
  frequencyPenalty: optional(rangeSchema(-2, 2)),
  presencePenalty: optional(rangeSchema(-2, 2)),
  maxTokens: optional(integerSchema(1, MAX_TOKENS_CEILING)),
  stopSequences: optional(
    z
      .array(z.string().min(1, STOP_SEQUENCE_ACCEPTED).max(200, STOP_SEQUENCE_ACCEPTED))
      .max(STOP_SEQUENCES_MAX, `must have at most ${STOP_SEQUENCES_MAX} entries`),
  ),
  taskType: optional(z.string()),
  seed: optional(integerSchema(-(2 ** 31), 2 ** 31 - 1)),
  reasoningEffort: optional(z.enum(REASONING_EFFORTS)),
});
export type ModelParameters = z.output<typeof modelParametersSchema>;

export type ResolvedParameters = Pick<ChatRequest, 'maxTokens' | (typeof MODEL_PARAMETERS)[number]>;

/**
 * What is sent for a model: the caller's values, then those recommended for the task type, then the defaults, and none
 * that the model doesn't take. Throws ValidationError when the caller asked for one that it doesn't take, or for more
 * tokens than it can give. A model that is only asked when another one fails gets what it takes of them.
 */
export function resolveParameters(
  model: Model,
  given: ModelParameters,
  { isFallback }: { isFallback: boolean },
): ResolvedParameters {
  const problems = isFallback ? [] : [...unsupported(model, given), ...tooManyTokens(model, given)];
  if (problems.length > 0) throw new ValidationError(problems);

  const resolved: ResolvedParameters = {
    maxTokens: Math.min(given.maxTokens ?? DEFAULT_MAX_TOKENS, model.maxOutputTokens ?? Infinity),
  };
  const fallback = given.taskType === undefined ? DEFAULT_SAMPLING : recommendedParameters(given.taskType);
  for (const parameter of SAMPLING_PARAMETERS) {
    if (model.takes.includes(parameter)) resolved[parameter] = given[parameter] ?? fallback[parameter];
  }
  const { stopSequences, seed, reasoningEffort } = given;
  if (stopSequences !== undefined && stopSequences.length > 0 && model.takes.includes('stopSequences'))
    resolved.stopSequences = stopSequences;
  if (seed !== undefined && model.takes.includes('seed')) resolved.seed = seed;
  if (reasoningEffort !== undefined && model.takes.includes('reasoningEffort'))
    resolved.reasoningEffort = reasoningEffort;
  return resolved;
}

function unsupported(model: Model, given: ModelParameters): FieldProblem[] {
  return MODEL_PARAMETERS.filter(
    (parameter) => given[parameter] !== undefined && !model.takes.includes(parameter),
  ).map((parameter) => ({
    path: `parameters.${parameter}`,
    message: `is not taken by the model "${model.id}"; leave it out`,
  }));
}

function tooManyTokens(model: Model, given: ModelParameters): FieldProblem[] {
  const most = model.maxOutputTokens;
  if (most === null || given.maxTokens === undefined || given.maxTokens <= most) return [];
  return [
    {
      path: 'parameters.maxTokens',
      message: `must be a whole number from 1 to ${most}, the most that the model "${model.id}" can give`,
    },
  ];
}
