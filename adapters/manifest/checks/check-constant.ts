import type { Row } from "#adapters/manifest/dialect/row.ts";
import type { FoundProblem } from "#adapters/manifest/format/problem.ts";
import { compileField } from "#adapters/manifest/mapping/compile-field.ts";
import { compileRegex } from "#adapters/manifest/mapping/linear-regex.ts";
import type { FullField } from "#adapters/manifest/mapping/read-field.ts";
import { nearestName } from "#adapters/runtime/settings/nearest-name.ts";
import type { KindField } from "#schema/kind-fields.ts";
import type { Path } from "./scene.ts";

/** A record of nothing: a constant needs none. */
const NO_ROW: Row = { text: () => null, texts: () => [], rows: () => [], value: {}, raw: "" };

/** A constant must be what its field can hold: a division that there is, a code of the enum. */
export function* checkConstant(field: KindField, full: FullField, path: Path): Iterable<FoundProblem> {
  const { value, match, expression } = full;
  if (value === undefined || expression !== undefined) return;
  if (match !== undefined && !compileRegex(match).ok) return;
  const read = compileField(field, full, { flat: true, terms: undefined }).map(NO_ROW, []);
  const [problem] = read.problems;
  if (problem === undefined) return;
  const nearest = nearestName(String(value), Object.keys(field.codes));
  const codes = Object.keys(field.codes).join(", ");
  const told =
    nearest === undefined
      ? { zh: `可用：${codes}`, en: `One of: ${codes}` }
      : { zh: `是否想写 ${nearest}？`, en: `Did you mean ${nearest}?` };
  yield {
    code:
      problem.code === "UNKNOWN_WORD"
        ? "UNKNOWN_CODE"
        : problem.code === "UNKNOWN_REGION"
          ? "UNKNOWN_REGION"
          : "BAD_CONSTANT",
    path: [...path, "value"],
    message: problem.message,
    suggestion: codes === "" ? undefined : told,
  };
}
