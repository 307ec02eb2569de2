import { UpstreamError, type UpstreamFailure } from "#adapters/runtime/upstream-error.ts";
import type { CallParts } from "./call-parts.ts";
import type { UpstreamAnswer } from "./decode.ts";
import { exchange, type Outgoing } from "./exchange.ts";
import type { Flight } from "./flights.ts";
import { type GateRefusal, GateRefusedError, type HostGate } from "./host-gate.ts";
import { isRedirectAllowed } from "./hosts.ts";
import { judgeAnswer, refusedRedirect } from "./judge-answer.ts";
import type { Question } from "./question.ts";
import { isTimeLeft } from "./time-left.ts";

const MAX_REDIRECTS = 3;

/** One try: in turn through the host's gate, the exchange, and allowed redirects. Throws UpstreamError. */
export async function tryOnce(question: Question<unknown>, flight: Flight, parts: CallParts): Promise<UpstreamAnswer> {
  let outgoing: Outgoing = question;
  for (let redirects = 0; ; redirects++) {
    const gate = parts.gates.gateFor(outgoing.url.host, parts.politeness);
    const answer = await passGate(gate, outgoing, flight, question, parts);
    const verdict = judgeAnswer(answer, parts.timer.now(), question.request);
    if (verdict.kind === "decode") return answer;
    if (verdict.kind === "fail") throw fail(parts, verdict.failure);
    if (verdict.kind === "pause") throw pause(gate, verdict.durationMs, parts);
    const next = redirects < MAX_REDIRECTS ? follow(outgoing, verdict.location, parts) : null;
    if (next === null) throw fail(parts, refusedRedirect(answer.status, verdict.location));
    outgoing = next;
  }
}

/** Leaves the whole host alone for that long. */
export function pause(gate: HostGate, durationMs: number, parts: CallParts): UpstreamError {
  gate.pause(durationMs);
  parts.logger.warn({ source: parts.source, pauseMs: durationMs }, "host asked for a pause");
  return fail(parts, { kind: "rate-limited", retryAfterMs: durationMs });
}

async function passGate(
  gate: HostGate,
  outgoing: Outgoing,
  flight: Flight,
  { request: { operation } }: Question<unknown>,
  parts: CallParts,
): Promise<UpstreamAnswer> {
  const release = await enter(gate, flight, parts);
  try {
    if (!isTimeLeft(flight.deadline(), parts.timer)) throw fail(parts, { kind: "timeout", phase: "deadline" });
    const answer = await exchange(outgoing, flight, parts);
    parts.metrics.called(parts.source, operation, String(answer.status));
    return answer;
  } catch (error) {
    if (error instanceof UpstreamError) parts.metrics.called(parts.source, operation, error.failure.kind);
    throw error;
  } finally {
    release();
  }
}

async function enter(gate: HostGate, flight: Flight, parts: CallParts): Promise<() => void> {
  flight.phase = "queue";
  try {
    const turn = gate.enter(flight.departure);
    parts.metrics.queued(parts.source, gate.depth);
    return await turn;
  } catch (error) {
    if (!(error instanceof GateRefusedError)) throw error;
    throw fail(parts, flight.departure.reason ?? toFailure(error.refusal));
  } finally {
    parts.metrics.queued(parts.source, gate.depth);
  }
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
  if (refusal.kind === "paused") return { kind: "rate-limited", retryAfterMs: refusal.retryAfterMs };
  return { kind: refusal.kind === "busy" ? "busy" : "aborted" };
}

function fail(parts: CallParts, failure: UpstreamFailure): UpstreamError {
  return new UpstreamError(parts.source, failure);
}
