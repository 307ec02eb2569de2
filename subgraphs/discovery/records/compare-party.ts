import { chinaDateOf } from "#schema/codes/dates.ts";
import { expandRegions } from "#schema/codes/regions.ts";
import { normaliseName } from "#schema/ids/text.ts";
import { type Comparable, disagreement, plain } from "./choose-newest.ts";
import type { Conflict, Statement } from "./conflict.ts";
import type { Copy } from "./find-copies.ts";
import type { PartyCopyFacts, RegionFacts } from "./party-facts.ts";
import { type CodedReason, reason } from "./reason.ts";

/** An agency or organisation as the register has it. */
export interface RegisteredParty {
  readonly node: string;
  readonly typeName: string;
  readonly id: string;
  readonly name: string | null;
  readonly formerNames: readonly (string | null)[];
  readonly region: RegionFacts | null;
}

export type PartyCopy = Copy<PartyCopyFacts & { readonly region?: RegionFacts | null }>;

/** Where nodes' records of one agency or organisation, known to be the same by its code, disagree with the register. */
export function conflictsOfParty(register: RegisteredParty | null, copies: readonly PartyCopy[]): readonly Conflict[] {
  return [...compareNames(register, copies), ...compareRegions(register, copies)];
}

function compareNames(register: RegisteredParty | null, copies: readonly PartyCopy[]): readonly Conflict[] {
  const field = "name";
  const told = copies.flatMap((copy) => statement(copy, copy.facts.name));
  const name = register?.name ?? null;
  if (register === null || name === null)
    return disagreement(
      field,
      told.map((one): Comparable => ({ ...one, key: normaliseName(one.value) })),
    );
  const chosen = { ...statementOf(register), value: name };
  const explained = told.flatMap((one) => {
    const why = explain(one.value, name, register.formerNames);
    return why === null ? [] : [{ one, why }];
  });
  return [...Map.groupBy(explained, ({ why }) => why)].map(([why, found]) => ({
    ...{ field, chosen, others: found.map(({ one }) => plain(one)), reason: why, formal: why === SPELLING },
  }));
}

/** Null where it is the very name. */
function explain(value: string, name: string, formerNames: readonly (string | null)[]): CodedReason | null {
  if (value === name) return null;
  const key = normaliseName(value);
  if (key === normaliseName(name)) return SPELLING;
  return formerNames.some((former) => former !== null && normaliseName(former) === key) ? FORMER : PRECEDES;
}

/** A district and its city agree: neither says what the other denies. */
function compareRegions(register: RegisteredParty | null, copies: readonly PartyCopy[]): readonly Conflict[] {
  const region = register?.region ?? null;
  if (register === null || region === null) return [];
  const others = copies.flatMap((copy) => {
    const told = copy.facts.region ?? null;
    return told === null || agree(region.code, told.code) ? [] : statement(copy, told.name);
  });
  const chosen = { ...statementOf(register), value: region.name };
  return others.length === 0 ? [] : [{ field: "region", chosen, others, reason: REGION, formal: false }];
}

function agree(one: string, other: string): boolean {
  const isIn = (inner: string, outer: string) => {
    const expanded = expandRegions([outer]);
    return !expanded.ok || expanded.value.matches(inner);
  };
  return isIn(one, other) || isIn(other, one);
}

function statement({ node, typeName, facts }: PartyCopy, value: string | null): readonly Statement[] {
  if (value === null || value.trim() === "") return [];
  const updatedAt = Date.parse(facts.provenance?.sourceUpdatedAt ?? "");
  const knownThrough = Number.isNaN(updatedAt) ? null : chinaDateOf(updatedAt);
  return [{ value: value.trim(), node, record: { typeName, id: facts.id }, knownThrough }];
}

function statementOf({ node, typeName, id }: RegisteredParty): Omit<Statement, "value"> {
  return { node, record: { typeName, id }, knownThrough: null };
}

const SPELLING = reason(
  "SAME_NAME_OTHER_SPELLING",
  "仅书写不同（如括号全角半角），为同一名称",
  "Differs in writing alone (as the width of brackets): the same name",
);
const FORMER = reason(
  "NAME_CHANGED_SINCE",
  "该名称为登记者的曾用名（代码相同），采用现名",
  "A former name of the registered party (the code is the same): the present one is used",
);
const PRECEDES = reason(
  "REGISTER_PRECEDES",
  "代码相同而名称不同，以国家登记数据为准",
  "The code is the same and the name is not: the national register's is used",
);
const REGION = reason(
  "REGISTER_PRECEDES",
  "地区以国家登记数据为准，先于平台所载",
  "The national register's region is used, before any platform's",
);
