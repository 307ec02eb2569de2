import type { MappedParty, MappedRecord, MappedValue } from "#adapters/manifest/mapping/mapped-record.ts";
import { mapLegalStatus } from "#schema/codes/legal-status.ts";
import { parseAgencyCode } from "#schema/ids/agency-code.ts";
import { type ApplicationNumber, parseApplicationNumber } from "#schema/ids/application-number.ts";
import { parseUscc } from "#schema/ids/uscc.ts";
import { type CodeFilter, KIND_FACTS, type KindFacts } from "./kind-facts.ts";

const NO_FACTS: KindFacts = { title: "title", texts: [] };

export function factsOf(kind: string): KindFacts {
  return KIND_FACTS[kind] ?? NO_FACTS;
}

/** The texts in a value: of codes the source's own, of parties the names. */
export function wordsIn(value: MappedValue | undefined): readonly string[] {
  if (value === null || value === undefined) return [];
  if (typeof value === "string") return [value];
  if (typeof value === "number" || typeof value === "boolean") return [String(value)];
  if (isList(value)) return value.flatMap(wordsIn);
  if ("raw" in value) return value.raw === null ? [] : [value.raw];
  return "name" in value && value.name !== null ? [value.name] : [];
}

/** The codes in a value; words stand for themselves. */
function codesIn(value: MappedValue | undefined): readonly string[] {
  if (value === null || value === undefined) return [];
  if (typeof value === "string") return [value];
  if (isList(value)) return value.flatMap((one) => codesIn(one));
  return typeof value === "object" && "code" in value ? [value.code] : [];
}

export function textOf(record: MappedRecord, field: string | undefined): string | null {
  const value = field === undefined ? null : record.fields[field];
  return typeof value === "string" ? value : null;
}

/** The Chinese application that a record is about; null where its number cannot be trusted. */
export function applicationOf(kind: string, record: MappedRecord): ApplicationNumber | null {
  for (const field of factsOf(kind).patent ?? []) {
    const text = textOf(record, field);
    const parsed = text === null ? null : parseApplicationNumber(text);
    if (parsed?.ok) return parsed.value;
  }
  return null;
}

export function agencyOf(kind: string, record: MappedRecord): string | null {
  const text = textOf(record, factsOf(kind).agency);
  const parsed = text === null ? null : parseAgencyCode(text);
  return parsed?.ok ? parsed.value : null;
}

/** Names with the credit codes whose check characters fit. */
export function partiesOf(kind: string, record: MappedRecord): readonly MappedParty[] {
  const found = (factsOf(kind).parties ?? []).flatMap((field) => toParties(record.fields[field]));
  return found.filter(({ name, uscc }) => name !== null || uscc !== null);
}

/** Canonical numbers by which the record is looked up. */
export function numbersOf(kind: string, record: MappedRecord): readonly string[] {
  const own = (factsOf(kind).numbers ?? []).map((field) => textOf(record, field));
  const all = [applicationOf(kind, record), agencyOf(kind, record), ...own];
  return [...new Set(all.filter((number) => number !== null))];
}

/** The codes by which each filter finds the record. */
export function codesOf(kind: string, record: MappedRecord): Readonly<Partial<Record<CodeFilter, readonly string[]>>> {
  const found: Partial<Record<CodeFilter, readonly string[]>> = {};
  for (const [filter, field] of Object.entries(factsOf(kind).codes ?? {}) as [CodeFilter, string][]) {
    const codes = codesIn(record.fields[field]);
    if (codes.length > 0) found[filter] = filter === "channels" ? codes.flatMap(channelsFinding) : codes;
  }
  return found;
}

/** The state in the terms of the kind. */
export function statusOf(kind: string, record: MappedRecord): string | null {
  const { status } = factsOf(kind);
  if (status === "legalStatus" && !(status in record.fields)) {
    const raw = textOf(record, "legalStatusRaw");
    return raw === null ? null : mapLegalStatus(raw).code;
  }
  return status === undefined ? null : (codesIn(record.fields[status])[0] ?? null);
}

export function validUscc(text: string | null): string | null {
  const parsed = text === null ? null : parseUscc(text);
  return parsed?.ok ? parsed.value : null;
}

/** What is offered online and at a window is offered either way. */
function channelsFinding(channel: string): readonly string[] {
  return channel === "BOTH" ? ["BOTH", "ONLINE", "WINDOW"] : [channel];
}

function toParties(value: MappedValue | undefined): readonly MappedParty[] {
  if (value === null || value === undefined) return [];
  if (typeof value === "string") {
    const uscc = validUscc(value);
    return [{ name: uscc === null ? value : null, uscc }];
  }
  if (isList(value)) return value.flatMap((one) => toParties(one));
  if (typeof value !== "object" || !("uscc" in value)) return [];
  return [{ name: value.name, uscc: validUscc(value.uscc) }];
}

function isList(value: MappedValue): value is Extract<MappedValue, readonly unknown[]> {
  return Array.isArray(value);
}
