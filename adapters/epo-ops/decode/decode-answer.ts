import type { AnswerDecoder, UpstreamAnswer } from "#adapters/runtime/call/decode.ts";
import { parseXml, type XmlElement, type XmlRecord } from "#adapters/runtime/call/decoders/parse-xml.ts";
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

/** How one kind of answer is read: its records one by one as they end, then what stands around them. */
export interface OpsReader<T, R> {
  /** Local name of the records' elements. */
  readonly record: string;
  readonly decodeRecord: (element: XmlElement) => R;
  /** `root` is a world-patent-data without its records. Throws MalformedError when it is another service's. */
  readonly decode: (root: XmlElement, records: readonly R[]) => T;
}

/** Statuses whose bodies OPS uses to say something; the rest is the pipeline's. */
export const FAULT_STATUSES: readonly number[] = [400, 401, 403, 404];

/**
 * Reads an answer of the REST services: tells faults from data, and data in both renderings. Throws MalformedError,
 * LoginRequiredError, or UpstreamError "rejected" for every fault that is none of the outcomes above.
 */
export function decodeAnswer<T, R>(source: string, reader: OpsReader<T, R>): AnswerDecoder<OpsOutcome<T>> {
  return async (answer) => {
    const records: R[] = [];
    const record = {
      name: reader.record,
      take: (element: XmlElement) => {
        records.push(reader.decodeRecord(element));
      },
    };
    const root = await (answer.status === 200 ? parseBody(answer.text(), record) : parseFaultBody(answer, record));
    const fault = faultOf(root);
    const outcome = fault === null ? null : OUTCOMES.get(fault);
    if (outcome) return outcome;
    // A 404 without the fault is a wrong address or a proxy, no proof that the document does not exist.
    if (root === null || fault !== null || answer.status !== 200) throw rejected(source, answer.status, fault);
    if (root.name !== "world-patent-data") throw new MalformedError(`root ${root.name}`);
    return { kind: "answer", value: reader.decode(root, records) };
  };
}

/** XML, or the same as JSON; an answer of nothing but a stylesheet instruction has no root and is malformed. */
async function parseBody(text: string, record: XmlRecord): Promise<XmlElement> {
  if (/^\s*\{/.test(text)) return parseBadgerfish(text, record);
  refuseHtml(text, "XML");
  return parseXml(text, { record });
}

const OUTCOMES: ReadonlyMap<string, OpsOutcome<never>> = new Map([
  ["SERVER.EntityNotFound", { kind: "nothing" }],
  ["invalid_access_token", { kind: "token-refused" }],
  ["CLIENT.InvalidReference", { kind: "bad-reference" }],
]);

/** A refusal may come from a proxy before OPS, with a page or nothing in it. */
async function parseFaultBody(answer: UpstreamAnswer, record: XmlRecord): Promise<XmlElement | null> {
  try {
    return await parseBody(answer.text(), record);
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
