import { toJsonRow } from "#adapters/manifest/dialect/json-row.ts";
import type { KindFormat, NormaliserName } from "#adapters/manifest/format/kind-format.ts";
import { compileField } from "#adapters/manifest/mapping/compile-field.ts";
import { type FieldShape, KIND_FIELDS, type KindField } from "#schema/kind-fields.ts";

export type Options = Exclude<KindFormat["fields"][string], string>;

/** A field of some shape, as a manifest without further words would have it read. */
export function field(shape: FieldShape): KindField {
  const all = [...KIND_FIELDS.values()].flatMap(({ fields }) => [...fields.values()]);
  return all.find((one) => one.shape === shape) ?? { name: "field", shape, codes: {} };
}

export function read(shape: FieldShape, raw: unknown, options: Options = {}) {
  const mapper = compileField(field(shape), { from: "x", ...options }, { flat: false, terms: undefined });
  return mapper.map(toJsonRow({ x: raw, ...(options.unitFrom === undefined ? {} : { dw: "万元/件" }) }), []);
}

/** A text field read by a certain normaliser. */
export function readAs(as: NormaliserName, raw: unknown, options: Options = {}) {
  return read("text", raw, { as, ...options });
}
