import type { ChatMessage } from './chat-message.ts';

/** The most that one repair adds to the prompt besides the answer that it is about, in bytes of UTF-8. */
export const REPAIR_BYTES_MAX = 2_000;
const PROBLEMS_BYTES_MAX = 1_700;

/** What the model is told about an answer that isn't what was asked for. At most REPAIR_BYTES_MAX bytes. */
export function repairMessage(problems: readonly string[]): ChatMessage {
  const listed = cutBytes(problems.map((problem) => `- ${problem}`).join('\n'), PROBLEMS_BYTES_MAX);
  return {
    role: 'user',
    content:
      `That answer is not valid:\n${listed}\n\n` +
      'Give the whole answer again, corrected: one JSON value that is valid against the schema, and nothing else.',
  };
}

/** The longest start of the text that has at most so many bytes of UTF-8, without half characters. */
export function cutBytes(text: string, bytesMax: number): string {
  if (Buffer.byteLength(text) <= bytesMax) return text;
  let end = bytesMax;
  const bytes = Buffer.from(text);
  // a byte of the form 10xxxxxx goes on with the character before it
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end).toString();
}
