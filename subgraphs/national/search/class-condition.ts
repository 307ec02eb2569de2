import type { SearchCondition } from "#adapters/cnipa-bulk/search/search-request.ts";
import { parseIpcPrefix } from "#schema/ids/ipc.ts";
import { parseLocarno } from "#schema/ids/locarno.ts";
import type { Parsed } from "#schema/ids/parsed.ts";
import { toHalfWidth } from "#schema/ids/text.ts";
import { QueryProblem, shown } from "./query-problem.ts";
import type { TermToken } from "./tokenize-query.ts";

export type ClassScheme = "IPC" | "LOCARNO";

/** A symbol and all below it as symbols are written; truncation says nothing more. Throws QueryProblem. */
export function classCondition(scheme: ClassScheme, term: TermToken): SearchCondition {
  const text = term.isTruncated ? untruncated(term) : term.text;
  const parsed = parseSymbol(scheme, text);
  if (parsed.ok) return { kind: "class", scheme, symbols: [parsed.value] };
  const { message, expected } = parsed.problem;
  throw new QueryProblem(
    "BAD_VALUE",
    term.start,
    { zh: `“${shown(term.text)}”${message.zh}`, en: `“${shown(term.text)}”: ${message.en}` },
    { expected },
  );
}

/** A class symbol in any spelling, whole or its beginning, in compact form. */
export function parseSymbol(scheme: ClassScheme, text: string): Parsed<string> {
  return scheme === "LOCARNO" ? parseLocarno(text) : parseIpcPrefix(text);
}

/** `C09J*` is C09J, `C09J7/*` is C09J7; a cut within a group's digits has no meaning in the classification. */
function untruncated({ text, start }: TermToken): string {
  const plain = toHalfWidth(text).trim();
  if (/^[A-H](?:\d{2}[A-Z]?)?$/i.test(plain) || /^\d{1,2}-?$/.test(plain)) return plain;
  if (/\d\/$/.test(plain)) return plain.slice(0, -1);
  throw new QueryProblem(
    "UNSUPPORTED_TRUNCATION",
    start,
    {
      zh: `分类号不能在组号中截断：“${shown(text)}”；C09J7 已含其下各组`,
      en: `A class symbol cannot be cut within its group: “${shown(text)}”; C09J7 includes every group below`,
    },
    { expected: "C09J, C09J7, C09J7/38" },
  );
}
