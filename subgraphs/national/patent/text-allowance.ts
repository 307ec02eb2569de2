import { badInput } from "#subgraphs/runtime/operation-error.ts";

/** Paragraphs of descriptions that one request may be given, whatever the patents, pages and aliases. */
const PARAGRAPHS_A_REQUEST = 100;

/** CNIPA's agreement forbids bulk export of full text: a reader's pages are served, a harvest's are not. */
export class TextAllowance {
  #left = PARAGRAPHS_A_REQUEST;

  /** Counts what is asked for, before it is looked up. Throws OperationError beyond the allowance. */
  take(paragraphs: number): void {
    this.#left -= paragraphs;
    if (this.#left >= 0) return;
    throw badInput(
      "first",
      `一次请求的说明书合计至多 ${PARAGRAPHS_A_REQUEST} 段（数据协议不许批量导出全文）`,
      `At most ${PARAGRAPHS_A_REQUEST} paragraphs of descriptions in one request (the data agreement forbids bulk export of full text)`,
    );
  }
}
