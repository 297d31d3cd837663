// A provider that answers every request with the same completion, at once. Started by the bench as a process of its own.
import { createServer } from 'node:http';
import { announce } from './child.ts';

const ANSWER = Buffer.from(
  JSON.stringify({
    id: 'chatcmpl-bench-0000000000000000000000000000',
    object: 'chat.completion',
    created: 1_760_000_000,
    model: 'gpt-4o-2024-08-06',
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: 'The toll is paid at the gate, and the bridge stays open for whoever comes next.',
          refusal: null,
        },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage: {
      prompt_tokens: 90,
      completion_tokens: 19,
      total_tokens: 109,
      prompt_tokens_details: { cached_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 0 },
    },
    system_fingerprint: 'fp_bench',
  }),
);
const HEADERS = { 'content-type': 'application/json', 'content-length': ANSWER.length };

const server = createServer((request, response) => {
  request.resume();
  request.once('end', () => response.writeHead(200, HEADERS).end(ANSWER));
});
announce(server);
