import { KIND_FACTS } from "#adapters/manifest/search/kind-facts.ts";
import type { RecordQuestion, RecordSubject } from "#adapters/manifest/search/record-test.ts";
import { expandRegions } from "#schema/codes/regions.ts";
import { parseAgencyCode } from "#schema/ids/agency-code.ts";
import { parseApplicationNumber } from "#schema/ids/application-number.ts";
import { decodeNodeId } from "#schema/ids/node-id.ts";
import type { Parsed } from "#schema/ids/parsed.ts";
import { parseUscc } from "#schema/ids/uscc.ts";
import type { NodeSearch } from "#subgraphs/runtime/define-node.ts";
import { badInput } from "#subgraphs/runtime/operation-error.ts";

/** A search of the contract as a question to records; null where nothing can answer it. Throws BAD_USER_INPUT for an unknown region. */
export function recordQuestion({ kind, text, filter, about }: NodeSearch): RecordQuestion | null {
  const { regions, party, numbers, ...codes } = filter;
  refuseUnknown(regions);
  if (numbers != null) return { numbers };
  const question = { text: text ?? null, regions: regions ?? null, party: party ?? null, codes };
  if (about == null) return namesPatent(kind, question);
  const key = subjectKey(about);
  return key === null ? null : { ...question, about: key };
}

/** A text that is a whole application number means that patent. Up to nine bare digits are too few to be taken for one. */
function namesPatent(kind: string, question: RecordQuestion): RecordQuestion {
  const text = question.text ?? "";
  if (KIND_FACTS[kind]?.patent === undefined || /^\s*\d{1,9}\s*$/.test(text)) return question;
  const parsed = parseApplicationNumber(text);
  return parsed.ok ? { ...question, text: null, about: { typeName: "Patent", key: parsed.value } } : question;
}

/** By natural key or by global id. */
function subjectKey({ typeName, key }: NonNullable<NodeSearch["about"]>): RecordSubject | null {
  const id = decodeNodeId(key);
  const natural = id?.typename === typeName ? id.key : key;
  if (typeName === "Patent") return valid("Patent", parseApplicationNumber(natural));
  if (typeName === "Agency") return valid("Agency", parseAgencyCode(natural));
  return typeName === "Organization" ? valid("Organization", parseUscc(natural)) : null;
}

function valid(typeName: RecordSubject["typeName"], parsed: Parsed<string>): RecordSubject | null {
  return parsed.ok ? { typeName, key: parsed.value } : null;
}

function refuseUnknown(regions: readonly string[] | null | undefined): void {
  const expanded = expandRegions(regions ?? []);
  if (!expanded.ok) throw badInput("regions", expanded.problem.message.zh, expanded.problem.message.en);
}
