import type { Decoder, UpstreamAnswer } from "#adapters/runtime/call/decode.ts";
import { parseXml, type XmlElement } from "#adapters/runtime/call/decoders/parse-xml.ts";
import { refuseHtml } from "#adapters/runtime/call/decoders/refuse-html.ts";
import { textAt } from "#adapters/runtime/call/decoders/xml-select.ts";
import { LoginRequiredError, MalformedError, UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { parseBadgerfish } from "./badgerfish.ts";

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
export const FAULT_STATUSES: readonly number[] = [400, 401, 403, 404];

/**
 * Reads an answer of the REST services: tells faults from data, and data in both renderings. Throws MalformedError,
 * LoginRequiredError, or UpstreamError "rejected" for every fault that is none of the outcomes above.
 */
export function decodeAnswer<T>(source: string, read: (root: XmlElement) => T): Decoder<OpsOutcome<T>> {
  return (answer) => {
    const root = answer.status === 200 ? parseBody(answer.text()) : parseFaultBody(answer);
    const fault = faultOf(root);
    const outcome = fault === null ? null : OUTCOMES.get(fault);
    if (outcome) return outcome;
    // A 404 without the fault is a wrong address or a proxy, no proof that the document does not exist.
    if (root === null || fault !== null || answer.status !== 200) throw rejected(source, answer.status, fault);
    return { kind: "answer", value: read(root) };
  };
}

/** XML, or the same as JSON; an answer of nothing but a stylesheet instruction has no root and is malformed. */
export function parseBody(text: string): XmlElement {
  if (/^\s*\{/.test(text)) return parseBadgerfish(text);
  refuseHtml(text, "XML");
  return parseXml(text);
}

/** The code of a refusal: its fault, whichever shape it has; null for anything else. */
export function readFault(answer: UpstreamAnswer): string | null {
  return answer.status === 200 ? null : faultOf(parseFaultBody(answer));
}

const OUTCOMES: ReadonlyMap<string, OpsOutcome<never>> = new Map([
  ["SERVER.EntityNotFound", { kind: "nothing" }],
  ["invalid_access_token", { kind: "token-refused" }],
  ["CLIENT.InvalidReference", { kind: "bad-reference" }],
]);

/** A refusal may come from a proxy before OPS, with a page or nothing in it. */
function parseFaultBody(answer: UpstreamAnswer): XmlElement | null {
  try {
    return parseBody(answer.text());
  } catch (error) {
    if (error instanceof MalformedError || error instanceof LoginRequiredError) return null;
    throw error;
  }
}

/** Two shapes: `<fault><code>SERVER.…</code>` and `<error><code>400</code><message>invalid_access_token</message>`. */
function faultOf(root: XmlElement | null): string | null {
  if (root === null || (root.name !== "fault" && root.name !== "error")) return null;
  const code = textAt(root, "code") ?? "";
  return /^\d*$/.test(code) ? (textAt(root, "message") ?? code) : code;
}

/** Only codes are handed on: a message may quote what was asked. */
function rejected(source: string, status: number, fault: string | null): UpstreamError {
  const isCode = fault !== null && /^[A-Za-z_.]{1,60}$/.test(fault);
  return new UpstreamError(source, { kind: "rejected", status, ...(isCode ? { reason: fault } : {}) });
}
