/**
 * - `unreachable`: the server at MONGODB_TEST_URL doesn't answer
 * - `not_installed`: no `mongod` on the PATH, and no Java compiler or no Maven to make mongo-java-server of
 * - `not_fetched`: Maven or the compiler failed; the message has the end of what they printed
 * - `not_started`: the server that was to be started ended or didn't listen in time
 */
export type MongoUnavailableReason = 'unreachable' | 'not_installed' | 'not_fetched' | 'not_started';

/** There is no MongoDB server for the tests. */
export class MongoServerUnavailableError extends Error {
  override readonly name = 'MongoServerUnavailableError';
  readonly reason: MongoUnavailableReason;

  constructor(reason: MongoUnavailableReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
