import { prepareDocument } from "#adapters/cnipa-bulk/store/prepared-document.ts";
import { decodeRecord, RECORD_ROOTS } from "#adapters/cnipa-bulk/xml/decode-record.ts";
import { ImportProblem, SecretDocument } from "#adapters/cnipa-bulk/xml/import-problem.ts";
import { scanRecords } from "#adapters/cnipa-bulk/xml/scan-records.ts";
import type { XmlElement } from "#adapters/cnipa-bulk/xml/xml-element.ts";
import type { BatchBuilder, DecodedBatch } from "./decoded-batch.ts";
import { refuseFuture } from "./gazette-day.ts";
import { unreadable } from "./unreadable.ts";

/** Where the records of a file go, and the last day that they can bear. */
export interface DecodeInto {
  readonly batch: BatchBuilder;
  readonly newestDay: string;
}

/** One XML file: its records go into the batch, which is handed on whenever it is full. Bad ones are set aside. */
export async function* decodeFile(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  { batch, newestDay }: DecodeInto,
): AsyncGenerator<DecodedBatch> {
  let position = 0;
  try {
    for await (const record of scanRecords(chunks, RECORD_ROOTS)) {
      position += 1;
      decode(record, { name, position, batch, newestDay });
      if (batch.isFull) yield batch.take();
    }
    if (position === 0) batch.setAside(name, null, noDocument());
  } catch (error) {
    batch.setAside(name, null, afterSome(error instanceof ImportProblem ? error : unreadable(error), position));
  }
}

interface Place extends DecodeInto {
  readonly name: string;
  readonly position: number;
}

function decode(record: XmlElement, { name, position, batch, newestDay }: Place): void {
  try {
    const decoded = decodeRecord(record);
    refuseFuture(decoded.kind === "document" ? decoded.document.publication.date : decoded.event.date, newestDay);
    if (decoded.kind === "document") batch.document(prepareDocument(decoded.document, batch.pack), name);
    else batch.event(decoded.applicationNumber, decoded.event);
  } catch (error) {
    if (error instanceof SecretDocument) batch.refuse();
    else if (error instanceof ImportProblem) batch.setAside(name, position, error);
    else throw error;
  }
}

function afterSome({ code, reason }: ImportProblem, complete: number): Pick<ImportProblem, "code" | "reason"> {
  if (complete === 0) return { code, reason };
  const zh = `${reason.zh}（此前 ${complete} 个文档已处理）`;
  return { code, reason: { zh, en: `${reason.en} (${complete} documents before it were taken)` } };
}

function noDocument(): ImportProblem {
  return new ImportProblem("NO_DOCUMENT", {
    zh: "文件中没有可识别的专利文档或法律状态记录",
    en: "The file holds no patent document or legal-status record that is known here",
  });
}
