import type { Model } from '../model/model.ts';
import { toStrictSchema } from '../output/strict-schema.ts';
import type { ChatRequest } from '../provider/provider.ts';
import type { ToolDefinition } from '../token/countable-request.ts';
import type { ChatTask, ObjectOutput } from './call-request.ts';
import type { ChatMessage } from './chat-message.ts';
import type { ResolvedParameters } from './parameters.ts';

/**
 * How a model is brought to answer with data: by its own structured output, by the arguments of a tool that it has to call,
 * or by an instruction.
 */
export type ObjectMode = 'native' | 'tool' | 'instruction';

export function objectModeOf(model: Model): ObjectMode {
  if (model.supports.includes('structured_output')) return 'native';
  return model.supports.includes('tools') ? 'tool' : 'instruction';
}

/** The value that the model was asked for, from what it gave: strict mode asks for a schema's near relation. */
export function fromAnswer(value: unknown, { schema }: ObjectOutput, model: Model): unknown {
  if (objectModeOf(model) !== 'native') return value;
  const strict = toStrictSchema(schema);
  return strict.kind === 'strict' ? strict.restore(value) : value;
}

/** What is sent to the model for the task, with these messages in place of the task's. */
export function composeRequest(
  task: ChatTask,
  model: Model,
  parameters: ResolvedParameters,
  messages: readonly ChatMessage[],
  serverTools: readonly ToolDefinition[],
): ChatRequest {
  const { tools, output } = task;
  const request: ChatRequest = { ...parameters, model, messages };
  if (tools !== null) {
    request.tools = [...tools.definitions, ...serverTools];
    request.toolChoice = tools.choice;
    if (!tools.parallel) request.parallelToolCalls = false;
  }
  return output === null ? request : { ...request, ...objectFields(output, model, messages) };
}

function objectFields(
  output: ObjectOutput,
  model: Model,
  messages: readonly ChatMessage[],
): Partial<ChatRequest> {
  const { name, description, schema } = output;
  switch (objectModeOf(model)) {
    case 'native': {
      const strict = toStrictSchema(schema);
      const format = { type: 'json_schema' as const, name, description };
      return {
        responseFormat:
          strict.kind === 'strict'
            ? { ...format, schema: strict.schema, strict: true }
            : { ...format, schema },
      };
    }
    case 'tool':
      return {
        tools: [{ name, description: description ?? 'Gives the answer.', parameters: schema }],
        toolChoice: { name },
        parallelToolCalls: false,
      };
    case 'instruction':
      return { messages: [{ role: 'system', content: instructionFor(output) }, ...messages] };
  }
}

function instructionFor({ description, schema }: ObjectOutput): string {
  const purpose = description === undefined ? '' : ` It is: ${description}`;
  return (
    `Answer with one JSON value that is valid against the JSON Schema below, and with nothing else: no prose, no code fence.` +
    `${purpose}\n\n${JSON.stringify(schema)}`
  );
}
