import type { GraphQLFieldResolver } from "graphql";
import { officeLabel } from "#schema/codes/offices.ts";
import { regionOf } from "#schema/codes/regions.ts";
import type { EnumLabels } from "#schema/enum-labels.ts";
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
export function valueResolvers(labels: EnumLabels, typeNames: readonly string[]): ResolverMap<unknown> {
  const coded = typeNames.filter(
    (name) => name.endsWith("Value") && labels[name.slice(0, -"Value".length)] !== undefined,
  );
  return {
    ...Object.fromEntries(
      coded.map((name) => [name, { label: labelResolver(labels, name.slice(0, -"Value".length)) }]),
    ),
    LegalStatus: { label: labelResolver(labels, "LegalStatusCode") },
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
      ageSeconds: (parent: ProvenanceFields, _args: never, { now }: NodeContext) =>
        Math.max(0, Math.floor((now - parent.fetchedAt) / 1000)),
    },
  };
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
