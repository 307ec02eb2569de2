import { Line, type LineTarget, type LineUser, type QuestionText } from "./line.ts";

/** Shorter than servers usually keep a connection that is idle (Node: five seconds). */
const IDLE_MS = 4_000;

export interface LinesOptions {
  readonly target: LineTarget;
  /** Whoever comes beyond these waits. */
  readonly most: number;
}

/**
 * Kept connections to one address, one question at a time on each; the one freed last is taken first, so that no more stay
 * open than are needed. Questions go out at the end of a turn of the event loop: what a line has to tell, that it was
 * closed or something that nobody asked for, is heard before.
 */
export class Lines {
  readonly #options: LinesOptions;
  readonly #all = new Set<Line>();
  readonly #free: Line[] = [];
  readonly #waiting = new Map<LineUser, QuestionText>();
  #isSending = false;
  #isClosed = false;

  constructor(options: LinesOptions) {
    this.#options = options;
  }

  send(question: QuestionText, user: LineUser): void {
    if (this.#isClosed) {
      user.onBroken(new Error("the lines are closed"), false);
      return;
    }
    this.#waiting.set(user, question);
    this.#sendSoon();
  }

  /** It waits no more. */
  forget(user: LineUser): void {
    this.#waiting.delete(user);
  }

  close(): void {
    this.#isClosed = true;
    const error = new Error("the lines are closed");
    const waiting = [...this.#waiting.keys()];
    this.#waiting.clear();
    for (const user of waiting) user.onBroken(error, false);
    for (const line of this.#all) line.close(error);
    this.#all.clear();
  }

  #sendSoon(): void {
    if (this.#isSending) return;
    this.#isSending = true;
    setImmediate(() => {
      this.#isSending = false;
      this.#sendAll();
    });
  }

  #sendAll(): void {
    for (const [user, question] of this.#waiting) {
      const line = this.#kept() ?? this.#opened();
      if (line === undefined) return;
      this.#waiting.delete(user);
      line.send(question, user);
    }
  }

  #kept(): Line | undefined {
    for (let line = this.#free.pop(); line !== undefined; line = this.#free.pop()) {
      if (line.isOpen && performance.now() - line.freeSince < IDLE_MS) return line;
      this.#all.delete(line);
      line.close(new Error("the line was idle"));
    }
    return undefined;
  }

  #opened(): Line | undefined {
    const { target, most } = this.#options;
    if (this.#all.size >= most) return undefined;
    const line = new Line(target, this.#ended);
    this.#all.add(line);
    return line;
  }

  readonly #ended = (line: Line): void => {
    if (line.isOpen) {
      line.freeSince = performance.now();
      this.#free.push(line);
    } else this.#all.delete(line);
    if (this.#waiting.size > 0) this.#sendSoon();
  };
}
