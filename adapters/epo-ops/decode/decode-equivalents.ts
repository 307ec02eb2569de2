import type { OpsNumber } from "#adapters/epo-ops/ops-document.ts";
import { elementAt } from "#adapters/runtime/call/decoders/xml-select.ts";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import type { OpsReader } from "./decode-answer.ts";
import { decodeNumber } from "./decode-number.ts";

/** Answers of the equivalents service: the publications of the simple family, the one asked for among them. */
export const equivalentsReader: OpsReader<readonly OpsNumber[], OpsNumber> = {
  record: "inquiry-result",
  decodeRecord: (element) => decodeNumber(elementAt(element, "publication-reference")),
  decode: (root, numbers) => {
    if (elementAt(root, "equivalents-inquiry") === undefined) throw new MalformedError("equivalents-inquiry");
    return numbers;
  },
};
