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
  const isWanted = responses !== null && key !== undefined && isPublic(asking) && !refusesKeeping(asking);
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
  const noStore = refusesKeeping(asking);
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

/** Everything that changes an answer: what is asked, in which language, and by whom. */
function keyOf({ prepared, caller }: Asking): string | undefined {
  const key = prepared.key?.[caller.language];
  return key === undefined || caller.partition === PUBLIC_PARTITION ? key : `${caller.partition} ${key}`;
}

function isPublic({ caller }: Asking): boolean {
  return caller.partition === PUBLIC_PARTITION;
}

/**
 * `Cache-Control: no-store` has it run anew and nothing of it kept. `no-cache` asks for the origin's own word, and that is what
 * an answer within its time is: browsers send it with every `If-None-Match`, and 304 is to stay cheap.
 */
function refusesKeeping({ request }: Asking): boolean {
  const header = request.headers["cache-control"];
  return header !== undefined && hasNoStore(header);
}

const hasNoStore = rememberTexts((cacheControl) => /(?:^|[\s,])no-store(?:$|[\s,])/i.test(cacheControl ?? ""));

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
