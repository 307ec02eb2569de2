import type { Decoder, UpstreamAnswer } from "#adapters/runtime/call/decode.ts";
import { parseXml, type XmlElement } from "#adapters/runtime/call/decoders/parse-xml.ts";
import { textAt } from "#adapters/runtime/call/decoders/xml-select.ts";
import { MalformedError, UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { parseBadgerfish } from "./badgerfish.ts";
import type { Throttle } from "./throttle.ts";
import { readThrottleHeaders } from "./throttle-header.ts";

/** What an OPS answer can mean besides a failure, which is thrown. */
export type OpsOutcome<T> =
  | { readonly kind: "answer"; readonly value: T }
  /** 404 SERVER.EntityNotFound: no such document, no hits. */
  | { readonly kind: "nothing" }
  /** 400 invalid_access_token: expired or withdrawn before its time. */
  | { readonly kind: "token-refused" }
  /** OPS cannot read one of the numbers; it does not say which. */
  | { readonly kind: "bad-reference" };

/** Statuses whose bodies OPS uses to say something; the rest is the pipeline's. */
export const FAULT_STATUSES: readonly number[] = [400, 403, 404];

/**
 * Reads any answer of the REST services: takes the throttling headers in, tells faults from data, and data from both
 * renderings. Throws MalformedError, or UpstreamError "rate-limited" (quota) and "rejected" (everything else refused).
 */
export function decodeAnswer<T>(read: (root: XmlElement) => T, throttle: Throttle): Decoder<OpsOutcome<T>> {
  return (answer) => {
    const report = readThrottleHeaders(answer.headers);
    throttle.note(report);
    if (answer.status === 403 && report.rejectionReason !== null) throw throttle.pause(report.rejectionReason);
    const root = answer.status === 200 ? parseBody(answer.text()) : parseFaultBody(answer);
    const fault = faultOf(root);
    if (fault !== null) return toOutcome(fault, answer, throttle);
    if (root === null || answer.status !== 200) throw rejected(throttle.source, answer.status);
    return { kind: "answer", value: read(root) };
  };
}

/** XML, or the same as JSON; an answer of nothing but a stylesheet instruction has no root and is malformed. */
export function parseBody(text: string): XmlElement {
  return /^\s*\{/.test(text) ? parseBadgerfish(text) : parseXml(text);
}

/** A refusal may come from a proxy before OPS, with a page or nothing in it. */
function parseFaultBody(answer: UpstreamAnswer): XmlElement | null {
  try {
    return parseBody(answer.text());
  } catch (error) {
    if (error instanceof MalformedError) return null;
    throw error;
  }
}

/** Two shapes: `<fault><code>SERVER.…</code>` and `<error><code>400</code><message>invalid_access_token</message>`. */
function faultOf(root: XmlElement | null): string | null {
  if (root === null || (root.name !== "fault" && root.name !== "error")) return null;
  const code = textAt(root, "code") ?? "";
  return /^\d*$/.test(code) ? (textAt(root, "message") ?? code) : code;
}

const BAD_REFERENCES = new Set(["CLIENT.InvalidReference", "CLIENT.InvalidNumber"]);

function toOutcome(fault: string, answer: UpstreamAnswer, throttle: Throttle): OpsOutcome<never> {
  if (fault === "SERVER.EntityNotFound") return { kind: "nothing" };
  if (fault === "invalid_access_token") return { kind: "token-refused" };
  if (BAD_REFERENCES.has(fault)) return { kind: "bad-reference" };
  if (fault === "CLIENT.RobotDetected" || fault === "SERVER.LimitedServerResources") throw throttle.pause(fault);
  throw rejected(throttle.source, answer.status, fault);
}

/** Only codes are handed on: a message may quote what was asked. */
function rejected(source: string, status: number, fault?: string): UpstreamError {
  const isCode = fault !== undefined && /^[A-Za-z_.]{1,60}$/.test(fault);
  return new UpstreamError(source, { kind: "rejected", status, ...(isCode ? { reason: fault } : {}) });
}
