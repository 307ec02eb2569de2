import type { FieldFormat } from "#adapters/manifest/format/kind-format.ts";
import { compileField, type FieldMapper } from "./compile-field.ts";
import { good, NOTHING } from "./normaliser.ts";
import { compileReader, inFull } from "./read-field.ts";

const ID = { name: "id", shape: "text", codes: {} } as const;
/** What portals print where there is no id. 0 is one. */
const NO_ID = /^(?:[-\s]*|null|undefined|nan|none)$/i;

/**
 * The source's own id of a record, as printed: never masked, for an id of eleven digits may look like a telephone number,
 * and the record is asked for by it.
 */
export function compileId(format: FieldFormat): FieldMapper {
  const full = inFull(format);
  if (full.as !== undefined && full.as !== "text") return compileField(ID, full, { flat: true, terms: undefined });
  const read = compileReader(full, "text");
  return {
    name: "id",
    map: (row) => {
      const result = read(row);
      const text = result.kind === "input" ? (result.input.texts[0] ?? "").trim() : "";
      return NO_ID.test(text) ? NOTHING : good(text);
    },
  };
}
