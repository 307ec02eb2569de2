import { buildConnector, Client, type Dispatcher, errors } from "undici";

const CONNECT_TIMEOUT_MS = 2_000;

/** What undici tells of a question on its way. Its line is given back when that has ended, well or not. */
export interface LineUser extends Dispatcher.DispatchHandler {
  /** Nobody waits for it any more: it needs no line. */
  readonly isOver: boolean;
  /** Its line, to be given back. */
  line: Client | null;
  /** There will be no line. */
  refuse(error: Error): void;
}

export interface LinesOptions {
  readonly origin: string;
  /** Whoever comes beyond these waits. */
  readonly most: number;
}

/**
 * Kept connections to one address, one question at a time on each; the one freed last is taken first, so that no more stay
 * open than are needed. Finding a free one in undici's Pool is a good part of what a question costs there.
 */
export class Lines {
  readonly #options: LinesOptions;
  /** One for all: it keeps TLS sessions. */
  readonly #connect = buildConnector({ timeout: CONNECT_TIMEOUT_MS });
  readonly #all: Client[] = [];
  readonly #free: Client[] = [];
  readonly #waiting = new Map<LineUser, Dispatcher.DispatchOptions>();

  constructor(options: LinesOptions) {
    this.#options = options;
  }

  send(question: Dispatcher.DispatchOptions, user: LineUser): void {
    const line = this.#free.pop() ?? this.#open();
    if (line === undefined) this.#waiting.set(user, question);
    else use(line, question, user);
  }

  /** Time is bounded by whoever asks. */
  #open(): Client | undefined {
    const { origin, most } = this.#options;
    if (this.#all.length === most) return undefined;
    const line = new Client(origin, { headersTimeout: 0, bodyTimeout: 0, connect: this.#connect });
    this.#all.push(line);
    return line;
  }

  /** To be called once for each question that had a line. */
  giveBack(user: LineUser): void {
    const { line } = user;
    user.line = null;
    if (line === null) return;
    // In the middle of undici telling the end of the last one.
    if (this.#waiting.size > 0) queueMicrotask(() => this.#handOn(line));
    else this.#free.push(line);
  }

  #handOn(line: Client): void {
    for (const [user, question] of this.#waiting) {
      this.#waiting.delete(user);
      if (user.isOver) continue;
      use(line, question, user);
      return;
    }
    this.#free.push(line);
  }

  async close(): Promise<void> {
    const error = new errors.ClientDestroyedError();
    const waiting = [...this.#waiting.keys()];
    this.#waiting.clear();
    for (const user of waiting) user.refuse(error);
    await Promise.all(this.#all.map((line) => line.destroy(error)));
  }
}

function use(line: Client, question: Dispatcher.DispatchOptions, user: LineUser): void {
  user.line = line;
  line.dispatch(question, user);
}
