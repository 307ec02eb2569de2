import { type DocumentNode, Kind } from "graphql";
import type { Bilingual } from "./ids/parsed.ts";

export type EnumLabels = Readonly<Record<string, Readonly<Record<string, Bilingual>>>>;

/** Labels of enum values, read from their descriptions, which are written "中文 | English". */
export function enumLabelsOf(document: DocumentNode): EnumLabels {
  return Object.fromEntries(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.ENUM_TYPE_DEFINITION
        ? [[definition.name.value, Object.fromEntries((definition.values ?? []).map(toLabel))]]
        : [],
    ),
  );
}

function toLabel(value: {
  readonly name: { readonly value: string };
  readonly description?: { readonly value: string } | undefined;
}) {
  const [zh = value.name.value, en = value.name.value] = (value.description?.value ?? "").split(" | ");
  return [value.name.value, { zh: zh || value.name.value, en }] as const;
}
