import { parse } from "graphql";
import type { SubgraphWords } from "#gateway/members/elsewhere/read-subgraph.ts";
import { fieldsOf, isRootType, keysOf, typesOf } from "#gateway/supergraph/ownership/type-nodes.ts";

/** What a subgraph server would bring into the graph, by its own words. */
export interface SubgraphOffer {
  readonly types: readonly OfferedType[];
  /** Fields of Query. */
  readonly roots: readonly string[];
  readonly kinds: SubgraphWords["kinds"];
}

interface OfferedType {
  readonly name: string;
  /** Sets of fields by which it is looked up. */
  readonly keys: readonly string[];
  readonly fields: readonly string[];
}

/** What Federation and the node contract ask for. */
const HIDDEN = /^(?:_|hubNode)/i;

/** Words that have been read before. */
export function offerOf({ sdl, kinds }: SubgraphWords): SubgraphOffer {
  const types = [...typesOf(parse(sdl)).values()];
  const query = types.find(({ name }) => name === "Query");
  const offered = types.filter(({ name, kind }) => kind === "Object" && !isRootType(name) && !HIDDEN.test(name));
  return {
    types: offered.map((type) => ({
      name: type.name,
      keys: keysOf(type).map(({ fields }) => fields),
      fields: fieldsOf(type).map(({ name }) => name.value),
    })),
    roots: query === undefined ? [] : visibleNames(fieldsOf(query).map(({ name }) => name.value)),
    kinds,
  };
}

function visibleNames(names: readonly string[]): readonly string[] {
  return names.filter((name) => !HIDDEN.test(name));
}
