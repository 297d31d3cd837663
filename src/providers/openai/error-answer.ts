import { toRecord } from '../token-number.ts';

/**
 * The client reads the words of an error only where OpenAI has them, in `error`, and drops all others. Mistral has them at the top, FastAPI
 * in `detail`: this gives those to the client as OpenAI would.
 */
export function withErrorsInOneForm(send: typeof fetch): typeof fetch {
  return async (input, init) => {
    const response = await send(input, init);
    if (response.ok) return response;
    const text = response.text.bind(response);
    return Object.assign(response, { text: async () => toOpenAiForm(await text()) });
  };
}

function toOpenAiForm(text: string): string {
  const answer = parse(text);
  if (answer === null || (answer['error'] ?? null) !== null) return text;
  const words = answer['message'] ?? answer['detail'] ?? answer;
  return JSON.stringify({
    error: { ...answer, message: typeof words === 'string' ? words : JSON.stringify(words) },
  });
}

function parse(text: string): Record<string, unknown> | null {
  try {
    return toRecord(JSON.parse(text));
  } catch {
    return null;
  }
}
