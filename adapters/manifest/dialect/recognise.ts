import { isDeepStrictEqual } from "node:util";
import type { KindFormat, PagingFormat } from "#adapters/manifest/format/kind-format.ts";
import type { SourceFormat } from "#adapters/manifest/format/source-format.ts";
import type { RecordMapper } from "#adapters/manifest/mapping/map-record.ts";
import type { MappedRecord } from "#adapters/manifest/mapping/mapped-record.ts";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import type { RowPage } from "./decode-page.ts";
import type { Question } from "./places.ts";
import type { Row } from "./row.ts";

/**
 * A page of HTML has no envelope that says what it is: where neither a record nor a total stands on it, it may be about
 * maintenance or anything else, and must not be taken for an empty list. An owner who has empty lists tells them apart by
 * `success`, by `total`, or by an error of the kind not-found.
 */
export function assertList(
  page: RowPage,
  list: KindFormat["list"],
  { success }: SourceFormat,
  question: Question,
): void {
  const { decode, paging } = list;
  if (decode.format !== "html" || success !== undefined || page.rows.length > 0 || page.total !== null) return;
  if (decode.total !== undefined) throw new MalformedError(`neither ${decode.rows ?? "records"} nor ${decode.total}`);
  // Beyond the end of a list that tells no total, a page without records is what is due.
  if (paging.type !== "postback" && isFirstPage(paging, question))
    throw new MalformedError(`no ${decode.rows ?? "records"}`);
}

/** Of a list, by the places that it was asked with. */
export function isFirstPage(paging: PagingFormat, { words }: Question): boolean {
  switch (paging.type) {
    case "none":
      return true;
    case "page":
    case "offset":
      return words["page"] === String(paging.first);
    case "postback":
      return words["page"] === "1";
    default:
      return (words["cursor"] ?? "") === "";
  }
}

const BLANK: Row = { text: () => null, texts: () => [], rows: () => [], value: {}, raw: "" };

/** Null where nothing of the record was in the answer; a page of HTML that has nothing of it is not the record's. */
export function asRecord(
  record: MappedRecord,
  mapper: RecordMapper,
  { format, success }: { readonly format: string; readonly success: string | undefined },
): MappedRecord | null {
  if (!isDeepStrictEqual(record.fields, mapper.map(BLANK, record.id)?.fields)) return record;
  if (format === "html" && success === undefined) throw new MalformedError("nothing of the record on its page");
  return null;
}
