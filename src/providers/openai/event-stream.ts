/** One event of a stream: the text of its `data` lines, and its name where it has one. */
export interface StreamEvent {
  name: string | null;
  data: string;
}

/** Thrown for an event that no server means to send. */
export class EventTooLongError extends Error {}

/** Characters of one event; the longest that are met are whole answers of less than 1 MB. */
const EVENT_CHARS_MAX = 16 * 1024 * 1024;

/**
 * Reads `text/event-stream` (HTML standard, section 9.2) as it arrives, cut anywhere. Comments, ids and retry times are left out; so are
 * events without data, which servers send to keep a connection open.
 */
export class EventStreamReader {
  /** The beginning of a line whose end hasn't come. */
  #line: string[] = [];
  #afterCarriageReturn = false;
  #name: string | null = null;
  #data: string[] = [];
  #chars = 0;

  /** The events that this text completes. Throws EventTooLongError. */
  push(text: string): StreamEvent[] {
    const events: StreamEvent[] = [];
    let start = 0;
    for (const { index, 0: lineEnd } of text.matchAll(/\r\n|\r|\n/g)) {
      const belongsToLast = this.#afterCarriageReturn && index === 0 && lineEnd === '\n';
      this.#afterCarriageReturn = false;
      if (!belongsToLast) {
        this.#line.push(text.slice(start, index));
        const event = this.#endLine();
        if (event !== null) events.push(event);
      }
      start = index + lineEnd.length;
    }
    const rest = text.slice(start);
    if (rest !== '') this.#line.push(rest);
    if (text !== '') this.#afterCarriageReturn = text.endsWith('\r');
    this.#chars += rest.length;
    if (this.#chars > EVENT_CHARS_MAX)
      throw new EventTooLongError(`an event above ${EVENT_CHARS_MAX} characters`);
    return events;
  }

  /** The event that the end of the stream leaves open, null when there is none: not every server ends its last event. */
  end(): StreamEvent | null {
    return this.#endLine() ?? this.#endEvent();
  }

  #endLine(): StreamEvent | null {
    const line = this.#line.join('');
    this.#line = [];
    if (line === '') return this.#endEvent();
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'data') {
      this.#data.push(value);
      this.#chars += value.length;
    } else if (field === 'event') {
      this.#name = value;
    }
    return null;
  }

  #endEvent(): StreamEvent | null {
    const event = { name: this.#name, data: this.#data.join('\n') };
    this.#name = null;
    this.#data = [];
    this.#chars = 0;
    return event.data.trim() === '' ? null : event;
  }
}
