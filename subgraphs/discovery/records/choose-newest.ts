import type { Conflict, Statement } from "./conflict.ts";
import { reason } from "./reason.ts";

/** A statement with the form in which it is compared. */
export interface Comparable extends Statement {
  readonly key: string;
}

/** Where the register says nothing, copies that disagree among themselves: the one refreshed last is used. */
export function disagreement(field: string, copies: readonly Comparable[]): readonly Conflict[] {
  const [newest, ...rest] = copies.toSorted(newestFirst);
  const others = rest.filter(({ key }) => key !== newest?.key);
  if (newest === undefined || others.length === 0) return [];
  return [{ field, chosen: plain(newest), others: others.map(plain), reason: NEWEST, formal: false }];
}

export function plain({ value, node, record, knownThrough }: Statement): Statement {
  return { value, node, record, knownThrough };
}

/** Of one day the order of the nodes' codes decides, so that the choice never wavers. */
function newestFirst(a: Comparable, b: Comparable): number {
  return (b.knownThrough ?? "").localeCompare(a.knownThrough ?? "") || a.node.localeCompare(b.node);
}

const NEWEST = reason(
  "NEWEST_COPY",
  "登记数据未载，采用更新日最近的副本",
  "The register does not say: the copy refreshed last is used",
);
