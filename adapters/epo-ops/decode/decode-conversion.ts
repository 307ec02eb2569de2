import type {
  ConversionMessage,
  NumberFormat,
  OpsConversion,
  SpelledNumber,
} from "#adapters/epo-ops/ops-conversion.ts";
import type { XmlElement } from "#adapters/runtime/call/decoders/parse-xml.ts";
import { elementAt, elementsNamed, textAt } from "#adapters/runtime/call/decoders/xml-select.ts";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import type { OpsReader } from "./decode-answer.ts";
import { toOpsDate } from "./ops-date.ts";

/** Answers of the number service for one number; null = it gave none out. */
export const conversionReader: OpsReader<OpsConversion | null, SpelledNumber | null> = {
  record: "output",
  decodeRecord: decodeOutput,
  decode: (root, [number = null]) => {
    if (elementAt(root, "standardization") === undefined) throw new MalformedError("standardization");
    return number === null ? null : { number, messages: decodeMessages(root) };
  },
};

/** The number stands in a publication-reference or application-reference, whichever was asked for. */
function decodeOutput(output: XmlElement): SpelledNumber | null {
  const [reference] = output.children;
  const id = reference && elementAt(reference, "document-id");
  const format = toFormat(id?.attributes["document-id-type"]);
  const number = id && textAt(id, "doc-number");
  if (id === undefined || format === undefined || number === undefined) return null;
  return {
    format,
    office: textAt(id, "country") ?? null,
    number,
    kind: textAt(id, "kind") ?? null,
    date: toOpsDate(textAt(id, "date")),
  };
}

const FORMATS: readonly NumberFormat[] = ["docdb", "epodoc", "original"];

function toFormat(type: string | undefined): NumberFormat | undefined {
  return FORMATS.find((format) => format === type);
}

/** `<ops:meta name="status" value="pBRE002 pBRE015"/>`; SUCCESS where there is nothing to say. */
function decodeMessages(root: XmlElement): readonly ConversionMessage[] {
  const status = elementsNamed(root, "meta").find(({ attributes }) => attributes["name"] === "status");
  const codes = (status?.attributes["value"] ?? "").split(/\s+/).filter((code) => code !== "" && code !== "SUCCESS");
  return codes.map((code) => ({ code, severity: isError(code) ? "ERROR" : "WARNING" }));
}

/**
 * The codes that the reference guide lists as errors: a wrong check digit, kinds that contradict each other, dates that
 * are impossible or not found, no country, no rule. The others that it lists are warnings.
 */
const ERRORS: ReadonlySet<string> = new Set(
  "001 012 022 023 024 025 027 029 040 043 046 060 061 999".split(" ").map((digits) => `pBRE${digits}`),
);

/** Codes BRE… of the engine before are errors, its BRW… warnings. */
function isError(code: string): boolean {
  return ERRORS.has(code) || /^BRE\d/.test(code);
}
