import type { MappedRecord } from "#adapters/manifest/mapping/mapped-record.ts";
import type { ListedRecords } from "#adapters/manifest/search/record-finder.ts";
import type { RecordQuestion, RecordTest } from "#adapters/manifest/search/record-test.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { OperationError } from "#subgraphs/runtime/operation-error.ts";
import type { DeclaredContext, DeclaredKind } from "./declared-kind.ts";

/** A source that finds more for one number does not look at numbers. */
export const MOST_CHECKED = 20;

/**
 * Of what a source gave for a number, the records whose own pages say so. Where none can be confirmed and a page could not be
 * had, that failure is the answer.
 */
export async function checkDetails(
  kind: DeclaredKind,
  { items, total, relation }: ListedRecords,
  test: RecordTest,
  { load, call }: DeclaredContext,
): Promise<ListedRecords> {
  if (items.length > MOST_CHECKED || total > MOST_CHECKED) throw cannotAnswer("number");
  const ids = items.map(({ value }) => value.id);
  const records = ids.length === 0 ? [] : await load.client().records(kind.kind, ids, call);
  const failed = records.find((record) => record instanceof UpstreamError);
  const found = records.flatMap((record) => {
    if (record instanceof UpstreamError || record.value === null || !test(record.value)) return [];
    return [{ ...record, value: record.value satisfies MappedRecord }];
  });
  if (found.length === 0 && failed !== undefined) throw failed;
  return { items: found, total: found.length, relation: failed === undefined ? relation : "AT_LEAST" };
}

/** By what a record's subject is told, in the contract's words. */
export function subjectOf({ about }: Pick<RecordQuestion, "about">): string {
  return about?.typeName === "Organization" ? "party" : "number";
}

/** The platform cannot be asked for it, and its lists do not show it: nothing found would be untrue. */
export function cannotAnswer(condition: string): OperationError {
  return new OperationError("NODE_CANNOT_ANSWER", {
    code: condition,
    message: {
      zh: `该平台的列表不显示 ${condition}，也不能按其检索`,
      en: `The platform's lists do not show ${condition}, and it cannot be searched by it`,
    },
  });
}
