import { isGone, isOurDoing } from "#adapters/runtime/coverable.ts";
import { cutLife, keepUntil, shelfLife, shortLife } from "#adapters/runtime/shelf-life.ts";
import type { CallContext } from "#adapters/runtime/source.ts";
import { UpstreamError, type UpstreamFailure } from "#adapters/runtime/upstream-error.ts";
import type { Answered, KeptAnswer } from "./answer-cache.ts";
import type { CallParts } from "./call-parts.ts";
import type { UpstreamAnswer } from "./decode.ts";
import { decodeAnswer } from "./decode-answer.ts";
import { fetchPolitely } from "./fetch-politely.ts";
import type { Flight } from "./flights.ts";
import type { Question } from "./question.ts";
import { isUnchanged, readValidators, type Validators, withCondition } from "./validators.ts";

/** What a flight brings home. */
export interface Landed<T> {
  readonly answer: Answered<T>;
  /** The upstream said "unchanged": what was kept was renewed. */
  readonly isRevalidated: boolean;
  readonly status: number;
}

/** What one flight does; its answer goes to all who wait for it, and to the cache. Rejects with UpstreamError. */
export function fetchAnswer<T>(
  question: Question<T>,
  flight: Flight,
  requestId: string,
  parts: CallParts,
): Promise<Landed<T>> {
  const { source, timer, logger } = parts;
  const startedAt = timer.now();
  const { operation } = question.request;
  const fields = () => ({ source, operation, requestId, durationMs: timer.now() - startedAt });
  return fetchAndKeep(question, flight, requestId, parts).then(
    (landed) => {
      logger.info({ ...fields(), status: landed.status }, "upstream answered");
      return landed;
    },
    (error: unknown) => {
      noteFailure(error, fields(), question, parts);
      throw question.isPrivate ? asUsers(error) : error;
    },
  );
}

function fetchAndKeep<T>(
  question: Question<T>,
  flight: Flight,
  requestId: string,
  parts: CallParts,
): Promise<Landed<T>> {
  const { generation } = parts.cache;
  const keep = (entry: KeptAnswer) => {
    if (question.ttlMs > 0 && parts.cache.generation === generation) putInCache(question, entry, parts);
    return entry.answer as Answered<T>;
  };
  const kept = keptFor(question, parts);
  const validators = kept?.validators ?? null;
  const asked = validators === null ? question : withCondition(question, validators);
  const read = async (answer: UpstreamAnswer): Promise<Landed<T>> => {
    const { status } = answer;
    if (kept !== null && validators !== null && isUnchanged(answer)) {
      return { answer: keep(renewed(question, kept, parts)), isRevalidated: true, status };
    }
    const value = await decodeAnswer(question.request.decode, answer, parts.source);
    return { answer: keep(decoded(question, value, answer, parts)), isRevalidated: false, status };
  };
  const ready = question.request.attire?.prepare?.(contextOf(flight, requestId));
  if (ready === undefined) return fetchPolitely(asked, flight, parts, read);
  return ready.then(() => fetchPolitely(asked, flight, parts, read));
}

/** For what is asked on the flight's way: it ends with the flight, and its calls count as the flight's. */
function contextOf(flight: Flight, requestId: string): CallContext {
  const left = new AbortController();
  flight.departure.onLeave(() => left.abort());
  return {
    signal: left.signal,
    deadline: flight.deadline(),
    requestId,
    partition: "public",
    observe: ({ upstreamCalls }) => {
      flight.unreportedCalls += upstreamCalls;
    },
  };
}

/** The entry that a condition may be about. */
function keptFor({ key, method, ttlMs }: Question<unknown>, { cache, timer }: CallParts): KeptAnswer | null {
  const found = ttlMs > 0 && method === "GET" ? cache.find(key, timer.now()) : undefined;
  return found?.kind === "answer" ? found : null;
}

function decoded<T>(question: Question<T>, value: T, answer: UpstreamAnswer, parts: CallParts): KeptAnswer {
  const validators = question.method === "GET" ? readValidators(answer.headers) : null;
  return toKept(question, value, { validators, bytes: answer.bytes.length }, parts);
}

function renewed(question: Question<unknown>, { answer, validators, bytes }: KeptAnswer, parts: CallParts): KeptAnswer {
  return toKept(question, answer.value, { validators, bytes }, parts);
}

/** Entries made together do not expire together: ± 10 %. */
function toKept(
  question: Question<unknown>,
  value: unknown,
  origin: { readonly validators: Validators | null; readonly bytes: number },
  { timer, politeness, random }: CallParts,
): KeptAnswer {
  const fetchedAt = timer.now();
  const ttlMs = value === null ? Math.min(question.ttlMs, politeness.negativeTtlMs) : question.ttlMs;
  const until = keepUntil(fetchedAt, politeness.keepAtMostMs);
  const expiresAt = Math.min(fetchedAt + Math.round(ttlMs * (0.9 + 0.2 * random())), until);
  const life = value === null ? shortLife(expiresAt) : cutLife(shelfLife(expiresAt, ttlMs, politeness), until);
  return { kind: "answer", answer: { value, fetchedAt, expiresAt }, life, ...origin, failedAt: null };
}

function putInCache(
  { key }: Question<unknown>,
  entry: Parameters<CallParts["cache"]["set"]>[1],
  { cache, metrics, source }: CallParts,
): void {
  cache.set(key, entry);
  metrics.kept(source, cache.size, cache.bytes);
}

/** To a user's own question a log-in page means that the user's token is missing or no longer good. */
function asUsers(error: unknown): unknown {
  if (!(error instanceof UpstreamError) || error.failure.kind !== "login-required") return error;
  return new UpstreamError(error.source, { ...error.failure, isUsers: true }, { cause: error.cause });
}

function noteFailure(error: unknown, fields: object, question: Question<unknown>, parts: CallParts): void {
  if (!(error instanceof UpstreamError)) {
    parts.logger.error({ ...fields, bug: error instanceof Error ? error.name : typeof error }, "upstream call broke");
    return;
  }
  const { failure } = error;
  if (question.ttlMs > 0) noteInCache(failure, question, parts);
  if (isOurDoing(failure) || failure.kind === "busy") parts.logger.debug({ ...fields, failure }, "upstream not asked");
  else parts.logger.warn({ ...fields, failure }, "upstream failed");
}

/** What is gone is gone at once, and not asked for again for a moment; other failures leave what is kept in its place. */
function noteInCache(failure: UpstreamFailure, question: Question<unknown>, parts: CallParts): void {
  const { timer, politeness, cache } = parts;
  if (isOurDoing(failure)) return;
  if (!isGone(failure)) {
    cache.noteFailure(question.key, timer.now());
    return;
  }
  const { negativeTtlMs, keepAtMostMs } = politeness;
  const life = shortLife(timer.now() + Math.min(question.ttlMs, negativeTtlMs, keepAtMostMs ?? negativeTtlMs));
  putInCache(question, { kind: "gone", failure, life, bytes: 1 }, parts);
}
