import { compactText } from "#schema/ids/text.ts";
import { type Comparable, disagreement, plain } from "./choose-newest.ts";
import { compareParties } from "./compare-parties.ts";
import { compareStatus, type StatusStatement } from "./compare-status.ts";
import type { Conflict, Statement } from "./conflict.ts";
import type { CopyFacts, PatentFacts, StatusFacts } from "./facts.ts";
import type { Copy } from "./find-copies.ts";
import { isMerged, likenessOf, printsNoCheck, sameTitle } from "./likeness.ts";
import { reason } from "./reason.ts";

/** A node's copy of a patent. */
export type PatentCopy = Copy<CopyFacts>;

export interface PatentViews {
  readonly number: string;
  readonly registerNode: string;
  /** Null where the register could not be asked or does not hold it. */
  readonly register: PatentFacts | null;
  readonly copies: readonly PatentCopy[];
}

/** The copies that are of this patent. */
export function mergedCopies({ number, register, copies }: PatentViews): readonly PatentCopy[] {
  return copies.filter(({ facts }) => isMerged(likenessOf(facts, { number, register })));
}

/** Where the nodes' views of one patent disagree; what is not sure to be the same patent has no part in it. */
export function conflictsOfPatent(views: PatentViews): readonly Conflict[] {
  const copies = mergedCopies(views);
  return [
    ...compareStatus(registerStatus(views), copies.flatMap(copyStatus)),
    ...compareParties(
      views.register === null ? null : { ...views.register, statement: registerStatement(views) },
      copies.flatMap((copy) => statement(copy, copy.facts.applicantText)),
    ),
    ...compareTitles(views, copies),
    ...compareNumbers(views, copies),
  ];
}

function compareTitles(views: PatentViews, copies: readonly PatentCopy[]): readonly Conflict[] {
  const field = "title";
  const title = views.register?.title ?? null;
  const told = copies.flatMap((copy) => statement(copy, copy.facts.title));
  if (title === null) return disagreement(field, told.map(toTitle));
  const others = told.filter(({ value }) => sameTitle(value, title) === "differ");
  const chosen = { ...registerStatement(views), value: title };
  return others.length === 0 ? [] : [{ field, chosen, others: others.map(plain), reason: TITLE, formal: false }];
}

function toTitle(told: Statement): Comparable {
  return { ...told, key: compactText(told.value) };
}

/** The number that is used carries its check character; one printed without it is shown. */
function compareNumbers(views: PatentViews, copies: readonly PatentCopy[]): readonly Conflict[] {
  const others = copies
    .filter(({ facts }) => printsNoCheck(facts.patentNumberText))
    .flatMap((copy) => statement(copy, copy.facts.patentNumberText));
  const chosen = { ...registerStatement(views), value: views.number };
  return others.length === 0 ? [] : [{ field: "applicationNumber", chosen, others, reason: CHECK_DIGIT, formal: true }];
}

function registerStatus(views: PatentViews): StatusStatement | null {
  const status = views.register?.legalStatus ?? null;
  return status === null ? null : { ...registerStatement(views), ...told(status), value: status.label };
}

function copyStatus(copy: PatentCopy): readonly StatusStatement[] {
  const status = copy.facts.legalStatus;
  if (status === null) return [];
  return statement(copy, status.raw ?? status.label).map((one) => ({ ...one, ...told(status) }));
}

function told({ code, effectiveDate = null }: StatusFacts) {
  return { code, effectiveDate, key: code };
}

function registerStatement({ registerNode, register }: PatentViews): Omit<Statement, "value"> {
  const record = register === null ? null : { typeName: "Patent", id: register.id };
  return { node: registerNode, record, knownThrough: register?.legalStatus?.knownThrough ?? null };
}

function statement({ node, typeName, facts }: PatentCopy, value: string | null): readonly Statement[] {
  if (value === null || value.trim() === "") return [];
  const knownThrough = facts.legalStatus?.knownThrough ?? null;
  return [{ value: value.trim(), node, record: { typeName, id: facts.id }, knownThrough }];
}

const TITLE = reason(
  "REGISTER_PRECEDES",
  "名称以国家登记数据为准，先于平台副本",
  "The national register's title is used, before any platform's copy",
);
const CHECK_DIGIT = reason(
  "CHECK_DIGIT_MISSING",
  "副本所印号码缺校验位；采用含校验位的规范号码",
  "The copy prints the number without its check character; the canonical number with it is used",
);
