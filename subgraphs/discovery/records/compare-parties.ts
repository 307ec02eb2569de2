import { isMaskedName, splitPartyNames } from "#schema/codes/party-names.ts";
import { normaliseName } from "#schema/ids/text.ts";
import { type Comparable, disagreement, plain } from "./choose-newest.ts";
import type { Conflict, Statement } from "./conflict.ts";
import type { PatentFacts } from "./facts.ts";
import { type CodedReason, reason } from "./reason.ts";

const FIELD = "currentOwners";

/** What the register knows of the parties, and whose word that is. */
export interface RegisterParties extends Pick<PatentFacts, "applicants" | "currentOwners"> {
  readonly statement: Omit<Statement, "value">;
}

/**
 * Copies name the applicants as of the day when they were taken. They are held against the owners now; the difference is
 * told by what explains it: a transfer or a change of name since, or nothing known.
 */
export function compareParties(register: RegisterParties | null, copies: readonly Statement[]): readonly Conflict[] {
  const telling = copies.map(toComparable).filter((copy) => copy !== null);
  const owners = register === null ? [] : namesOf(register.currentOwners);
  if (register === null || owners.length === 0) return disagreement(FIELD, telling);
  const chosen = { ...register.statement, value: owners.join("、") };
  const key = keyOf(owners);
  const isHan = /\p{Script=Han}/u.test(chosen.value);
  const different = telling.filter((copy) => copy.key !== key && /\p{Script=Han}/u.test(copy.value) === isHan);
  const formal = telling.filter((copy) => copy.key === key && !sameSpelling(copy.names, owners));
  const byReason = Map.groupBy(different, (copy) => explain(copy.key, register).code);
  return [
    ...[...byReason.values()].map((others) => ({
      ...{ field: FIELD, chosen, others: others.map(plain), formal: false },
      reason: explain(others[0]?.key ?? "", register),
    })),
    ...(formal.length === 0
      ? []
      : [{ field: FIELD, chosen, others: formal.map(plain), reason: SPELLING, formal: true }]),
  ];
}

function explain(key: string, { applicants, currentOwners }: RegisterParties): CodedReason {
  const renamed = (currentOwners ?? []).map(({ name, formerNames }) => [name, ...formerNames]);
  if (isKeyOf(key, renamed)) return NAME_CHANGED;
  return key === keyOf(namesOf(applicants)) ? OWNER_CHANGED : DIFFERENT;
}

/** Whether each name of the key is one of those that an owner bore, owner by owner. */
function isKeyOf(key: string, owners: readonly (readonly (string | null)[])[]): boolean {
  const names = key.split(SEPARATOR);
  const borne = owners.map((own) => new Set(own.flatMap((name) => (name === null ? [] : [normaliseName(name)]))));
  return (
    names.length === owners.length &&
    names.every((name) => borne.some((own) => own.has(name))) &&
    borne.every((own) => names.some((name) => own.has(name)))
  );
}

const SEPARATOR = "\u0000";

function toComparable(statement: Statement): (Comparable & { readonly names: readonly string[] }) | null {
  const names = splitPartyNames(statement.value);
  // Who is hidden cannot be told apart.
  if (names.length === 0 || names.some(isMaskedName)) return null;
  return { ...statement, names, key: keyOf(names) };
}

function namesOf(parties: readonly { readonly name: string | null }[] | null): readonly string[] {
  return (parties ?? []).flatMap(({ name }) => (name === null ? [] : [name]));
}

/** In whatever order they are printed. */
function keyOf(names: readonly string[]): string {
  return names.map(normaliseName).sort().join(SEPARATOR);
}

function sameSpelling(one: readonly string[], other: readonly string[]): boolean {
  const plainNames = (names: readonly string[]) =>
    names
      .map((name) => name.trim())
      .sort()
      .join(SEPARATOR);
  return plainNames(one) === plainNames(other);
}

const NAME_CHANGED = reason(
  "NAME_CHANGED_SINCE",
  "副本所载为现权利人的曾用名，采用现名",
  "The copy has a former name of the owner: the present one is used",
);
const OWNER_CHANGED = reason(
  "OWNER_CHANGED_SINCE",
  "副本所载为申请人；其后权利已转移（见法律事件），采用现权利人",
  "The copy names the applicants; the right was transferred since (see the legal events): the present owners are used",
);
const DIFFERENT = reason(
  "REGISTER_PRECEDES",
  "权利人以国家登记数据为准，先于平台副本",
  "The national register's owners are used, before any platform's copy",
);
const SPELLING = reason(
  "SAME_NAME_OTHER_SPELLING",
  "仅书写不同（如括号全角半角），为同一名称",
  "Differs in writing alone (as the width of brackets): the same name",
);
