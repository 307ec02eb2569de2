import { type DocumentNode, type GraphQLFieldResolver, Kind, type TypeNode } from "graphql";
import { officeLabel } from "#schema/codes/offices.ts";
import { regionOf } from "#schema/codes/regions.ts";
import { type EnumLabels, enumLabelsOf } from "#schema/enum-labels.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import type { Language, NodeContext, ResolverMap } from "./define-node.ts";
import type { ProvenanceFields } from "./provenance.ts";

/** Picks the language of bilingual texts; otherwise reads the property, as graphql-js does. */
export const localisingFieldResolver: GraphQLFieldResolver<unknown, NodeContext> = (parent, args, context, info) => {
  if (typeof parent !== "object" || parent === null) return undefined;
  const value: unknown = Reflect.get(parent, info.fieldName);
  if (typeof value === "function") return value.call(parent, args, context, info);
  return isBilingual(value) ? value[context.language] : value;
};

/** Resolvers of the shared value types: labels by language, regions, provenance at the time of the answer. */
export function valueResolvers(document: DocumentNode): ResolverMap<unknown> {
  const labels = enumLabelsOf(document);
  return {
    ...Object.fromEntries(
      codedTypes(document, labels).map(([typeName, enumName]) => [
        typeName,
        { label: labelResolver(labels, enumName) },
      ]),
    ),
    Office: {
      label: (parent: { code: string }, _args: never, { language }: NodeContext) => officeLabel(parent.code, language),
    },
    Region: {
      name: (parent: { code: string; name?: string }, _args: never, { language }: NodeContext) =>
        regionName(parent, language),
      inCluster: (parent: { code: string }) => regionOf(parent.code)?.inCluster ?? false,
    },
    Provenance: {
      fetchedAt: (parent: ProvenanceFields) => new Date(parent.fetchedAt).toISOString(),
      sourceUpdatedAt: (parent: ProvenanceFields) =>
        parent.sourceUpdatedAt === null ? null : new Date(parent.sourceUpdatedAt).toISOString(),
    },
  };
}

/** Object types whose `code` is an enum with labels and that have a `label`. */
function codedTypes(
  document: DocumentNode,
  labels: EnumLabels,
): readonly (readonly [typeName: string, enumName: string])[] {
  return document.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return [];
    const fields = definition.fields ?? [];
    const code = fields.find((field) => field.name.value === "code");
    const enumName = code === undefined ? undefined : namedTypeOf(code.type);
    if (enumName === undefined || labels[enumName] === undefined) return [];
    return fields.some((field) => field.name.value === "label") ? [[definition.name.value, enumName] as const] : [];
  });
}

function namedTypeOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedTypeOf(type.type);
}

function labelResolver(labels: EnumLabels, enumName: string) {
  return (parent: { code: string }, _args: never, { language }: NodeContext) =>
    labels[enumName]?.[parent.code]?.[language] ?? parent.code;
}

function regionName(region: { readonly code: string; readonly name?: string }, language: Language): string {
  const known = regionOf(region.code);
  const chinese = known?.name ?? region.name ?? region.code;
  return language === "en" ? (known?.nameEn ?? chinese) : chinese;
}

function isBilingual(value: unknown): value is Bilingual {
  return (
    typeof value === "object" && value !== null && "zh" in value && "en" in value && Object.keys(value).length === 2
  );
}
