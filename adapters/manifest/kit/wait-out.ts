import { setTimeout } from "node:timers/promises";
import type { SearchedClient } from "#adapters/manifest/search/record-finder.ts";
import type { CallContext } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";

/** A pause that a source asks for is waited out up to so long; a longer one is told. */
const LONGEST_PAUSE_MS = 10_000;
const MOST_PAUSES = 3;
/** Clocks of source and asker differ. */
const MARGIN_MS = 50;

type Waiting = Pick<CallContext, "signal" | "deadline">;

/** Asks again once a short pause that the source asked for is over: that it is careful is no fault of a manifest. */
export async function waitOut<T>(ask: () => Promise<T>, waiting: Waiting, failureIn: FailureIn<T> = none): Promise<T> {
  for (let pauses = 0; ; pauses++) {
    const answer = await ask().catch((error: unknown) => new Thrown(error));
    const pauseMs = pauseOf(answer instanceof Thrown ? answer.error : failureIn(answer));
    if (pauseMs === null || pauses === MOST_PAUSES || Date.now() + pauseMs > waiting.deadline) {
      if (answer instanceof Thrown) throw answer.error;
      return answer;
    }
    await setTimeout(pauseMs + MARGIN_MS, undefined, { signal: waiting.signal }).catch(() => undefined);
  }
}

/** A client whose questions wait short pauses out. */
export function patientClient(client: SearchedClient): SearchedClient {
  return {
    ...client,
    list: (kind, question, context) => waitOut(() => client.list(kind, question, context), context),
    records: (kind, ids, context) =>
      waitOut(
        () => client.records(kind, ids, context),
        context,
        (answers) => answers.find((answer) => pauseOf(answer) !== null),
      ),
  };
}

type FailureIn<T> = (answer: T) => unknown;

const none = () => null;

class Thrown {
  readonly error: unknown;

  constructor(error: unknown) {
    this.error = error;
  }
}

/** Null for anything but a short pause; hours that the owner keeps for itself, and a quota used up, are none. */
function pauseOf(error: unknown): number | null {
  if (!(error instanceof UpstreamError) || error.failure.kind !== "rate-limited") return null;
  const { retryAfterMs, rest } = error.failure;
  return rest === undefined && retryAfterMs <= LONGEST_PAUSE_MS ? retryAfterMs : null;
}
