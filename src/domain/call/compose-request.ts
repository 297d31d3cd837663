import type { Model } from '../model/model.ts';
import { toStrictSchema } from '../output/strict-schema.ts';
import type { ChatRequest } from '../provider/provider.ts';
import type { ToolDefinition } from '../token/countable-request.ts';
import type { ChatTask, ObjectOutput } from './call-request.ts';
import type { ChatMessage } from './chat-message.ts';
import type { ResolvedParameters } from './parameters.ts';

/**
 * How a model is brought to answer with data: by its own structured output, by the arguments of a tool that it has to call,
 * by an instruction in JSON mode, which knows objects only, or by the instruction alone.
 */
export type ObjectMode = 'native' | 'tool' | 'json' | 'instruction';

export function objectModeOf({ supports }: Model, schema: unknown): ObjectMode {
  if (supports.includes('structured_output')) return 'native';
  const hasJsonMode = supports.includes('json_mode') && isOfObjects(schema);
  // makers of models that think refuse to force a tool on them: GLM's tool_choice is auto, Kimi's auto or none
  const isForced = supports.includes('tools') && !(hasJsonMode && supports.includes('reasoning'));
  if (isForced) return 'tool';
  return hasJsonMode ? 'json' : 'instruction';
}

function isOfObjects(schema: unknown): boolean {
  return typeof schema === 'object' && schema !== null && 'type' in schema && schema.type === 'object';
}

/** The value that the model was asked for, from what it gave: strict mode asks for a schema's near relation. */
export function fromAnswer(value: unknown, { schema }: ObjectOutput, model: Model): unknown {
  if (objectModeOf(model, schema) !== 'native') return value;
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
  switch (objectModeOf(model, schema)) {
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
    case 'json':
      return { ...instructed(output, messages), responseFormat: { type: 'json_object' } };
    case 'instruction':
      return instructed(output, messages);
  }
}

function instructed(output: ObjectOutput, messages: readonly ChatMessage[]): Pick<ChatRequest, 'messages'> {
  return { messages: [{ role: 'system', content: instructionFor(output) }, ...messages] };
}

function instructionFor({ description, schema }: ObjectOutput): string {
  const purpose = description === undefined ? '' : ` It is: ${description}`;
  return (
    `Answer with one JSON value that is valid against the JSON Schema below, and with nothing else: no prose, no code fence.` +
    `${purpose}\n\n${JSON.stringify(schema)}`
  );
}
