import type { FieldFormat, KindFormat } from "#adapters/manifest/format/kind-format.ts";

/** A kind as its records' own pages are read: fields that stand elsewhere there are read from there alone. */
export function onDetail(kind: KindFormat): KindFormat {
  const fields = Object.entries(kind.fields).map(([name, field]) => [name, placed(field)] as const);
  const updatedAt = kind.updatedAt === undefined ? {} : { updatedAt: placed(kind.updatedAt) };
  return { ...kind, id: placed(kind.id), ...updatedAt, fields: Object.fromEntries(fields) };
}

function placed(field: FieldFormat): FieldFormat {
  if (typeof field === "string" || field.fromDetail === undefined) return field;
  return { ...field, from: field.fromDetail };
}
