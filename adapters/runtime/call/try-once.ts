import { UpstreamError, type UpstreamFailure } from "#adapters/runtime/upstream-error.ts";
import type { CallParts } from "./call-parts.ts";
import type { UpstreamAnswer } from "./decode.ts";
import { exchange, type Outgoing } from "./exchange.ts";
import type { Flight } from "./flights.ts";
import { type GateRefusal, GateRefusedError } from "./gate-refusal.ts";
import { isRedirectAllowed } from "./hosts.ts";
import { judgeAnswer, refusedRedirect } from "./judge-answer.ts";
import type { Question } from "./question.ts";
import type { SourceGate } from "./source-gate.ts";
import { isTimeLeft } from "./time-left.ts";
import type { Turn } from "./turn.ts";
import { Visit } from "./visit.ts";

const MAX_REDIRECTS = 3;

/** An answer that has come and has still to be understood; its visit is open until then. */
export interface Arrived {
  readonly answer: UpstreamAnswer;
  readonly visit: Visit;
}

/** One try under a turn at the gate: the exchange, and allowed redirects. Throws UpstreamError. */
export async function tryOnce(first: Visit, asked: Asked, parts: CallParts): Promise<Arrived> {
  let visit = first;
  try {
    let outgoing = dressed(asked.question);
    for (let redirects = 0; ; redirects++) {
      const answer = await depart(outgoing, visit, asked, parts);
      const location = toLocation(answer, visit, asked.question, parts);
      if (location === null) return { answer, visit };
      const next = redirects < MAX_REDIRECTS ? follow(outgoing, location, parts) : null;
      if (next === null) throw fail(parts, refusedRedirect(answer.status, location));
      visit = await moveOn(visit, { from: outgoing, next }, asked, parts);
      outgoing = next;
    }
  } catch (error) {
    visit.failed(error);
    throw error;
  }
}

/** The question with what its source puts on at departure. */
function dressed(question: Question<unknown>): Outgoing {
  const { attire } = question.request;
  if (attire === undefined) return question;
  const { method, url, headers, body, bodyCharset } = question;
  const parts = attire.put({ url, headers, body, bodyCharset });
  if (parts.url.origin !== url.origin) throw new Error("a request was led to another host at departure");
  return { method, ...parts };
}

/** Leaves the whole host alone for that long. */
export function pause(gate: SourceGate, durationMs: number, parts: CallParts): UpstreamError {
  gate.pause(durationMs);
  parts.logger.warn({ source: parts.source, pauseMs: durationMs }, "host asked for a pause");
  return fail(parts, { kind: "rate-limited", retryAfterMs: durationMs });
}

export interface Asked {
  readonly question: Question<unknown>;
  readonly flight: Flight;
}

/** Waits for a turn at the host's gate. Rejects with UpstreamError. */
export function startVisit({ url }: Outgoing, { question, flight }: Asked, parts: CallParts): Promise<Visit> {
  const gate = parts.gates.gateFor(url.host, parts);
  const { isPrivate } = question;
  return enter({ gate, flight, turn: null }, parts, (turn) => new Visit({ ...parts, gate, turn, isPrivate }));
}

/** The next hop: at the same host under the same turn, so that the whole way counts as one call; elsewhere a visit of its own. */
async function moveOn(
  visit: Visit,
  { from, next }: { readonly from: Outgoing; readonly next: Outgoing },
  asked: Asked,
  parts: CallParts,
): Promise<Visit> {
  if (next.url.host !== from.url.host) {
    visit.succeeded();
    return startVisit(next, asked, parts);
  }
  try {
    await enter({ gate: visit.gate, flight: asked.flight, turn: visit.turn }, parts, () => visit.goesOn());
    return visit;
  } catch (error) {
    visit.abandoned();
    throw error;
  }
}

async function depart(
  outgoing: Outgoing,
  visit: Visit,
  { question, flight }: Asked,
  parts: CallParts,
): Promise<UpstreamAnswer> {
  const { operation } = question.request;
  if (!isTimeLeft(flight.deadline(), parts.timer)) {
    visit.abandoned();
    throw fail(parts, { kind: "timeout", phase: "deadline" });
  }
  try {
    const answer = await exchange(outgoing, flight, parts);
    visit.answered();
    parts.metrics.called(parts.source, operation, String(answer.status));
    return answer;
  } catch (error) {
    if (error instanceof UpstreamError) parts.metrics.called(parts.source, operation, error.failure.kind);
    throw error;
  }
}

/** Where the answer leads, null where it is the one to be read. Throws UpstreamError for what it refuses. */
function toLocation(
  answer: UpstreamAnswer,
  visit: Visit,
  question: Question<unknown>,
  parts: CallParts,
): string | null {
  const verdict = judgeAnswer(answer, parts.timer.now(), question.request);
  if (verdict.kind === "fail") throw fail(parts, verdict.failure);
  if (verdict.kind === "pause") throw pause(visit.gate, verdict.durationMs, parts);
  return verdict.kind === "redirect" ? verdict.location : null;
}

/** Every step out is a call that somebody's operation has to pay, before it stands in line for it. */
function enter<T>(
  { gate, flight, turn }: { readonly gate: SourceGate; readonly flight: Flight; readonly turn: Turn | null },
  parts: CallParts,
  onTurn: (turn: Turn) => T,
): Promise<T> {
  const takeBack = flight.pay();
  if (takeBack === null) return Promise.reject(fail(parts, { kind: "over-budget" }));
  flight.phase = "queue";
  return gate.enter(flight.departure, turn, flight).then(onTurn, (error: unknown) => {
    takeBack();
    if (!(error instanceof GateRefusedError)) throw error;
    throw fail(parts, flight.departure.reason ?? toFailure(error.refusal));
  });
}

/** The next hop, or null when it may not be followed. Only GET is; credentials stay with their origin. */
function follow(from: Outgoing, location: string, parts: CallParts): Outgoing | null {
  const url = URL.canParse(location, from.url.href) ? new URL(location, from.url) : null;
  if (url === null || from.method !== "GET" || !isRedirectAllowed(from.url, url, parts.hosts)) return null;
  url.hash = "";
  return { ...from, url, headers: url.origin === from.url.origin ? from.headers : withoutCredentials(from.headers) };
}

function withoutCredentials(headers: Readonly<Record<string, string>>): Record<string, string> {
  const kept = ["user-agent", "accept", "accept-encoding", "accept-language"];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => kept.includes(name)));
}

/** What being sent away at the gate means to the one who asked. */
export function toFailure(refusal: GateRefusal): UpstreamFailure {
  switch (refusal.kind) {
    case "paused":
      return { kind: "rate-limited", retryAfterMs: refusal.retryAfterMs };
    case "resting":
      return { kind: "rate-limited", retryAfterMs: refusal.retryAfterMs, rest: refusal.rest };
    case "circuit-open":
      return refusal;
    case "no-ledger":
      return { kind: "unreachable", reason: "host ledger" };
    case "busy":
      return { kind: "busy" };
    case "off":
      return { kind: "off" };
    case "left":
      return { kind: "aborted" };
  }
}

function fail(parts: CallParts, failure: UpstreamFailure): UpstreamError {
  return new UpstreamError(parts.source, failure);
}
