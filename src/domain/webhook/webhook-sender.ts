export interface WebhookRequest {
  url: string;
  /** `webhook-id`. */
  id: string;
  body: string;
  /** Each signs it. */
  secrets: readonly string[];
}

/** What came of a request; only a status from 200 to 299 is a success. */
export interface WebhookAnswer {
  /** Null when there was no answer. */
  status: number | null;
  /** The beginning of the answer, at most 1 KB. */
  body: string | null;
  /** What the receiver asked for, in milliseconds. */
  retryAfterMs: number | null;
  /** Why it failed, for people; null when it didn't. */
  error: string | null;
}

/** One HTTP request, signed by Standard Webhooks. Repeats nothing and follows no redirect. */
export interface WebhookSender {
  /** Rejects only when the signal is aborted, with its reason. */
  send(request: WebhookRequest, signal: AbortSignal): Promise<WebhookAnswer>;
  close(): Promise<void>;
}
