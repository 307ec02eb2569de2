import { parentPort } from "node:worker_threads";
import type { WorkerAnswer, WorkerQuestion } from "./worker-pool.ts";

export interface ThreadParts {
  /** At once or later; one question is asked at a time. */
  readonly ask: (method: string, args: readonly unknown[]) => unknown;
  /** The thread is to end. */
  readonly close: () => void;
  /** The question was given up for the time that it took. */
  readonly isTooLong?: (error: unknown) => boolean;
}

/** For the entry of a thread of a pool, once it has loaded: answers until it is closed, what is under way before it ends. */
export function serveThread({ ask, close, isTooLong = () => false }: ThreadParts): void {
  const answer = async ({ id, method, args }: WorkerQuestion): Promise<WorkerAnswer> => {
    try {
      return { id, ok: true, value: await ask(method, args) };
    } catch (error) {
      const message = error instanceof Error ? error.message : "unknown error";
      return { id, ok: false, message, isTooLong: isTooLong(error) };
    }
  };
  const end = () => {
    close();
    parentPort?.close();
  };
  let underWay: Promise<unknown> = Promise.resolve();
  parentPort?.on("message", (question: WorkerQuestion | "close") => {
    if (question === "close") void underWay.then(end);
    else underWay = answer(question).then((told) => parentPort?.postMessage(told));
  });
  parentPort?.postMessage("ready");
}

/** Asks methods of an object by their names. */
export function methodsOf(owner: object): ThreadParts["ask"] {
  return (method, args) => {
    // The pool's types know the names, and what each takes.
    const ask = owner[method as keyof typeof owner] as (...values: readonly unknown[]) => unknown;
    return ask.apply(owner, [...args]);
  };
}
