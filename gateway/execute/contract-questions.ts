import { type DocumentNode, Kind } from "graphql";
import { SUMMARY_FIELDS } from "#subgraphs/runtime/node-summary.ts";

/** Questions of the contract in the words that a node's own schema has: one made before a field came is not asked for it. */
export const searchQuestion: (typeDefs: DocumentNode) => string = oncePerSchema(
  (summary) => /* GraphQL */ `query HubNodeSearch($searches: [HubNodeSearchInput!]!) {
  hubNodeSearch(searches: $searches) { total relation items { typeName id summary { ${summary} } } }
}`,
);

export const harvestQuestion: (typeDefs: DocumentNode) => string = oncePerSchema(
  (
    summary,
    batch,
  ) => /* GraphQL */ `query HubNodeHarvest($kind: AssetKind!, $cursor: String, $first: Int!, $since: DateTime) {
  hubNodeHarvest(kind: $kind, cursor: $cursor, first: $first, since: $since) { ${batch} items { typeName id summary { ${summary} } } }
}`,
);

function oncePerSchema(make: (summary: string, batch: string) => string): (typeDefs: DocumentNode) => string {
  const made = new WeakMap<DocumentNode, string>();
  return (typeDefs) => {
    const known = made.get(typeDefs);
    if (known !== undefined) return known;
    const summary = knownOf(typeDefs, "HubNodeSummary", Object.keys(SUMMARY_FIELDS)).map(
      (name) => SUMMARY_FIELDS[name],
    );
    const batch = knownOf(typeDefs, "HubNodeHarvestPage", ["removed", "cursor", "resume"]);
    const question = make(summary.join(" "), batch.join(" "));
    made.set(typeDefs, question);
    return question;
  };
}

/** Of these fields, those that the type has; all where the schema does not show it. */
function knownOf({ definitions }: DocumentNode, typeName: string, wanted: readonly string[]): readonly string[] {
  const type = definitions.find((one) => one.kind === Kind.OBJECT_TYPE_DEFINITION && one.name.value === typeName);
  if (type?.kind !== Kind.OBJECT_TYPE_DEFINITION) return wanted;
  const names = new Set(type.fields?.map(({ name }) => name.value));
  return wanted.filter((name) => names.has(name));
}
