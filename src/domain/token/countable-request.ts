import type { ChatMessage } from '../call/chat-message.ts';

/** A function that the model may call. */
export interface ToolDefinition {
  name: string;
  description?: string | undefined;
  /** JSON Schema of the arguments, as the caller wrote it. */
  parameters?: unknown;
}

export type ToolChoice = 'auto' | 'none' | 'required' | { name: string };

export type ResponseFormat =
  | { type: 'text' }
  | { type: 'json_object' }
  | {
      type: 'json_schema';
      name: string;
      description?: string | undefined;
      schema: unknown;
      /** True when the provider is to hold the model to the schema; for schemas that its strict mode can express. */
      strict?: boolean;
    };

export const IMAGE_DETAILS = ['low', 'high', 'original', 'auto'] as const;
export type ImageDetail = (typeof IMAGE_DETAILS)[number];

export interface ImageInput {
  /** In pixels, above 0; null when nobody has looked into the image. */
  size: { width: number; height: number } | null;
  detail: ImageDetail;
}

/** Everything of a chat request that becomes prompt tokens. */
export interface CountableRequest {
  messages: readonly ChatMessage[];
  tools?: readonly ToolDefinition[] | undefined;
  toolChoice?: ToolChoice | undefined;
  responseFormat?: ResponseFormat | undefined;
  images?: readonly ImageInput[] | undefined;
}
