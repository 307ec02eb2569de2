import type { SearchCondition } from "#adapters/cnipa-bulk/search/search-request.ts";
import { CHENGDU_CHONGQING, expandRegions } from "#schema/codes/regions.ts";
import { type IndexMeaning, QUERY_INDEXES } from "./query-indexes.ts";

/** A condition in the expert language: what is read from it is the same condition. */
export function printCondition(condition: SearchCondition): string {
  switch (condition.kind) {
    case "and":
      return condition.operands
        .map((one) => (one.kind === "or" ? `(${printCondition(one)})` : printCondition(one)))
        .join(" AND ");
    case "or":
      return condition.operands.map(printCondition).join(" OR ");
    case "not":
      return `NOT ${isCompound(condition.operand) ? `(${printCondition(condition.operand)})` : printCondition(condition.operand)}`;
    case "text":
      return `${nameOf((meaning) => fieldsOf(meaning) === condition.fields.join())}=${quoted(condition.text)}${condition.match === "PREFIX" ? "*" : ""}`;
    case "near": {
      const [left, right] = condition.texts.map(quoted);
      const operator = `${condition.isOrdered ? "PRE" : "NEAR"}/${condition.distance}`;
      return `${nameOf((meaning) => fieldsOf(meaning) === condition.fields.join())}=(${left} ${operator} ${right})`;
    }
    case "number":
      return `${nameOf((meaning) => meaning.kind === "number" && meaning.of === indexOf(condition.of))}=${condition.value}${condition.match === "PREFIX" ? "*" : ""}`;
    case "date":
      return printDays(condition);
    default:
      return printList(condition);
  }
}

type ListCondition = Extract<
  SearchCondition,
  { readonly kind: "class" | "legalStatus" | "type" | "region" | "organization" | "agency" }
>;

function printList(condition: ListCondition): string {
  switch (condition.kind) {
    case "class":
      return listed(
        nameOf((meaning) => meaning.kind === "class" && meaning.scheme === condition.scheme),
        condition.symbols,
      );
    case "legalStatus":
      return listed("LS", condition.codes);
    case "type":
      return listed("PT", condition.types);
    case "region":
      return listed("RG", fewestCodes(condition.codes));
    case "organization":
      return listed(
        "PA",
        condition.keys.map((key) => (key.includes(":") ? `"${key}"` : key)),
      );
    case "agency":
      return listed("AG", condition.codes);
  }
}

/** International applications stand under the index of applications. */
function indexOf(of: Extract<SearchCondition, { readonly kind: "number" }>["of"]) {
  return of === "PCT" ? "APPLICATION" : of;
}

function printDays({ of, from, to }: Extract<SearchCondition, { readonly kind: "date" }>): string {
  const name = nameOf((meaning) => meaning.kind === "date" && meaning.of === of);
  if (from !== null && to !== null) return from === to ? `${name}=${from}` : `${name}=${from}:${to}`;
  return from !== null ? `${name}>=${from}` : `${name}<=${to}`;
}

function listed(name: string, values: readonly string[]): string {
  return values.length === 1 ? `${name}=${values.join()}` : `${name}=(${values.join(" OR ")})`;
}

/** The divisions that stand for all the codes, each with its descendants; the cluster by its name. */
function fewestCodes(codes: readonly string[]): readonly string[] {
  const left = new Set(codes);
  const printed: string[] = [];
  for (const code of codes.toSorted(bySize)) {
    if (!left.has(code)) continue;
    const below = expandRegions([code]);
    if (!below.ok || ![...below.value.codes].every((one) => codes.includes(one))) continue;
    printed.push(code);
    for (const one of below.value.codes) left.delete(one);
  }
  return left.size === 0 ? printed : [CHENGDU_CHONGQING, ...printed.filter((code) => !isInCluster(code))];
}

/** Provinces before cities before counties. */
function bySize(one: string, other: string): number {
  const size = (code: string) => (code.endsWith("0000") ? 0 : code.endsWith("00") ? 1 : 2);
  return size(one) - size(other) || one.localeCompare(other);
}

function isInCluster(code: string): boolean {
  const cluster = expandRegions([CHENGDU_CHONGQING]);
  return cluster.ok && cluster.value.codes.has(code);
}

function nameOf(isIt: (meaning: IndexMeaning) => boolean): string {
  const found = QUERY_INDEXES.find(({ meaning }) => isIt(meaning));
  if (found === undefined) throw new RangeError("no index has these fields");
  return found.name;
}

function fieldsOf(meaning: IndexMeaning): string | undefined {
  if (meaning.kind === "party") return "APPLICANT";
  return meaning.kind === "text" || meaning.kind === "agency" ? meaning.fields.join() : undefined;
}

function quoted(text: string): string {
  return `"${text.replace(/["\\“”„‟「」『』＂]/g, (sign) => `\\${sign}`)}"`;
}

function isCompound({ kind }: SearchCondition): boolean {
  return kind === "and" || kind === "or";
}
