import { type DocumentNode, Kind } from "graphql";

/** Types marked @private by any node: their records are never in a shared cache. */
export function privateTypes(documents: readonly DocumentNode[]): ReadonlySet<string> {
  return new Set(
    documents.flatMap((document) =>
      document.definitions.flatMap((definition) =>
        definition.kind === Kind.OBJECT_TYPE_DEFINITION &&
        definition.directives?.some(({ name }) => name.value === "private")
          ? [definition.name.value]
          : [],
      ),
    ),
  );
}
