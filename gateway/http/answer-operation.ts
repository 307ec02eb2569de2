import type { IncomingMessage } from "node:http";
import { PUBLIC_PARTITION } from "#gateway/access/partition.ts";
import type { Flight } from "#gateway/cache/flights.ts";
import type { ErrorContext } from "#gateway/report/to-graphql-error.ts";
import { Answer } from "./answer.ts";
import { type ExecutionParts, executeOnce, type Landed } from "./execute-once.ts";
import type { PreparedOperation } from "./prepare-operation.ts";
import type { Caller } from "./read-scope.ts";
import { rememberTexts } from "./remember-texts.ts";
import type { RequestLifetime } from "./request-lifetime.ts";

export interface Asking {
  readonly request: IncomingMessage;
  readonly prepared: PreparedOperation;
  readonly caller: Caller;
  readonly errors: ErrorContext;
  readonly lifetime: RequestLifetime;
}

/** An answer that was kept, where there is one and the client will have it. */
export function findKept({ caches: { responses } }: ExecutionParts, asking: Asking): Answer | undefined {
  const key = keyOf(asking);
  const isWanted = responses !== null && key !== undefined && isPublic(asking) && !wishesOf(asking).noCache;
  return isWanted ? responses.find(key) : undefined;
}

/**
 * An operation's answer from an execution that is under way for others who ask the same, or from one of its own. Undefined
 * when the client has left meanwhile.
 */
export async function answerOperation(parts: ExecutionParts, asking: Asking): Promise<Answer | undefined> {
  const { prepared, caller, errors } = asking;
  const { flights, isSharing } = parts.caches;
  const key = keyOf(asking);
  const { noStore } = wishesOf(asking);
  const keepAs = isPublic(asking) && !noStore ? key : undefined;
  const flight = flights.board({
    // Those who give it the same time: nobody is answered in part because another was in a hurry.
    key: isSharing && key !== undefined ? `${caller.budgetMs} ${noStore} ${key}` : undefined,
    budgetMs: caller.budgetMs,
    run: (signal) => executeOnce(parts, { prepared, caller, errors, keepAs }, signal),
  });
  const landed = await waitFor(flight, asking.lifetime);
  return landed === undefined ? undefined : forRequest(landed, caller, errors);
}

function keyOf({ prepared, caller }: Asking): string | undefined {
  return prepared.key === undefined ? undefined : `${caller.language} ${caller.partition} ${prepared.key}`;
}

function isPublic({ caller }: Asking): boolean {
  return caller.partition === PUBLIC_PARTITION;
}

function wishesOf({ request }: Asking): Wishes {
  return readWishes(request.headers["cache-control"]);
}

interface Wishes {
  /** Nothing kept will do. */
  readonly noCache: boolean;
  readonly noStore: boolean;
}

/** A client that will have nothing kept gets its own execution: what lies below, and with it the platforms, is spared all the same. */
const readWishes = rememberTexts((cacheControl): Wishes => {
  const directives = new Set((cacheControl ?? "").toLowerCase().split(/[\s,]+/));
  const noStore = directives.has("no-store");
  return { noStore, noCache: noStore || directives.has("no-cache") || directives.has("max-age=0") };
});

/** Whoever leaves waits no more; the last one to leave sees the execution end. */
async function waitFor(flight: Flight<Landed>, lifetime: RequestLifetime): Promise<Landed | undefined> {
  const { promise: gone, resolve } = Promise.withResolvers<undefined>();
  let isAboard = true;
  const leave = () => {
    if (isAboard && !flight.leave()) resolve(undefined);
    isAboard = false;
  };
  const forget = lifetime.onGone(leave);
  try {
    return await Promise.race([flight.result, gone]);
  } finally {
    forget();
    leave();
  }
}

/** An error that carries a request's id carries that of the request which it answers. */
function forRequest({ answer, outcome, requestId }: Landed, { language }: Caller, errors: ErrorContext): Answer {
  if (requestId === errors.requestId || !answer.codes.includes("INTERNAL")) return answer;
  errors.logger?.error({ requestId: errors.requestId, sharedWith: requestId }, "masked error of a shared execution");
  const told = outcome.body.errors?.map((error) =>
    error.extensions?.["requestId"] === undefined
      ? error
      : { ...error, extensions: { ...error.extensions, requestId: errors.requestId } },
  );
  return new Answer(
    { ...outcome, body: { ...outcome.body, ...(told === undefined ? {} : { errors: told }) } },
    language,
  );
}
