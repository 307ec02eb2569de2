import type { CnipaBulk } from "#adapters/cnipa-bulk/client.ts";
import type { ChangedPatents } from "#adapters/cnipa-bulk/store/read-changes.ts";
import type { CallContext } from "#adapters/runtime/source.ts";
import type { PatentView } from "./patent-view.ts";
import { recordToView, type ViewScope } from "./record-to-view.ts";

export interface ChangedViews extends Pick<ChangedPatents, "removed" | "cursor" | "isEnd"> {
  readonly patents: readonly PatentView[];
}

/** Imported patents that changed, and nothing from elsewhere: what has gone meanwhile is told by a later change. */
export async function changedViews(
  bulk: CnipaBulk,
  asked: {
    readonly after: string | null;
    readonly limit: number;
    readonly call: CallContext;
    readonly scope: ViewScope;
  },
): Promise<ChangedViews> {
  const { numbers, ...changed } = await bulk.changes(asked.after, asked.limit, asked.call);
  const records = await bulk.byApplicationNumbers(numbers, asked.call);
  return {
    ...changed,
    patents: records.filter((record) => record !== null).map((record) => recordToView(record, asked.scope)),
  };
}
