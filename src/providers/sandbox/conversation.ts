import { invalid } from './error-answer.ts';
import type { ErrorAnswer } from './error-answer.ts';

/** What of a message decides whether it may stand where it stands. */
interface Turn {
  role: string;
  content?: unknown;
  tool_calls?: readonly { id: string }[] | null | undefined;
  tool_call_id?: string | null | undefined;
}

/** What OpenAI finds wrong with the order of the messages: each call is answered, at once, and nothing else is. */
export function conversationError(messages: readonly Turn[]): ErrorAnswer | null {
  let open = new Set<string>();
  for (const [index, message] of messages.entries()) {
    if (message.role === 'tool') {
      const problem = answerProblem(message, open);
      if (problem !== null) return invalid(`messages[${index}].${problem.field}`, problem.text);
      open.delete(message.tool_call_id ?? '');
      continue;
    }
    if (open.size > 0) return unanswered(open, index);
    if (message.role === 'assistant') open = new Set((message.tool_calls ?? []).map(({ id }) => id));
    else if (message.tool_calls) {
      return invalid(
        `messages[${index}].tool_calls`,
        "'tool_calls' is only allowed in messages of 'assistant'.",
      );
    }
    if (isMissing(message.content) && !message.tool_calls) {
      return invalid(
        `messages[${index}].content`,
        "Invalid value for 'content': expected a string, got null.",
      );
    }
  }
  return open.size > 0 ? unanswered(open, messages.length) : null;
}

function answerProblem(message: Turn, open: ReadonlySet<string>): { field: string; text: string } | null {
  if (isMissing(message.tool_call_id)) {
    return {
      field: 'tool_call_id',
      text: "Missing parameter 'tool_call_id': messages with role 'tool' must have one.",
    };
  }
  if (open.has(message.tool_call_id ?? '')) return null;
  return {
    field: 'role',
    text: "Invalid parameter: messages with role 'tool' must be a response to a preceding message with 'tool_calls'.",
  };
}

function unanswered(open: ReadonlySet<string>, index: number): ErrorAnswer {
  return invalid(
    `messages[${index}].role`,
    "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. " +
      `The following tool_call_ids did not have response messages: ${[...open].join(', ')}`,
  );
}

function isMissing(value: unknown): boolean {
  return value === null || value === undefined;
}
