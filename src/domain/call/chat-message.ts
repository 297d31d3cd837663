export const CHAT_ROLES = ['system', 'developer', 'user', 'assistant', 'tool'] as const;
export type ChatRole = (typeof CHAT_ROLES)[number];

/** A function that the model wants called. */
export interface ToolCall {
  /** The provider's id of the call; the answer to it names it. */
  id: string;
  name: string;
  /** JSON text of the arguments as the model wrote it; it may be wrong. */
  arguments: string;
  /** What is wrong with the call, for the caller who is left with it. */
  problem?: string;
}

export interface ChatMessage {
  role: ChatRole;
  /** Empty in an assistant's message that only calls tools. */
  content: string;
  /** Tells participants of the same role apart. */
  name?: string;
  /** In an assistant's message: what it called. */
  toolCalls?: readonly ToolCall[];
  /** In a tool's message: which call it answers. */
  toolCallId?: string;
}
