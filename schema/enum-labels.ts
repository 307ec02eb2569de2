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
  return [value.name.value, labelOfDescription(value.name.value, value.description?.value ?? "")] as const;
}

/** "中文 | English" in two. */
export function labelOfDescription(name: string, description: string): Bilingual {
  const [zh = name, en = name] = description.split(" | ");
  return { zh: zh || name, en };
}
