import { isObjectType, parse } from "graphql";
import type { EntityResolver, NodeDefinition } from "#subgraphs/runtime/define-node.ts";
import { SHOP_FIELDS } from "./shop-data.ts";
import { createShopSchema } from "./shop-resolvers.ts";
import { LINK, SHOP_SCHEMAS, SHOP_SUBGRAPHS, type ShopSubgraph } from "./shop-schema.ts";

/** The shop's subgraphs as nodes of the hub, which execute in its own process. */
export function shopNodes(): readonly NodeDefinition[] {
  return SHOP_SUBGRAPHS.map(shopNode);
}

function shopNode(code: ShopSubgraph): NodeDefinition {
  const name = { zh: code, en: code };
  // Every node's schema brings the link itself.
  const schema = parse(SHOP_SCHEMAS[code].replace(LINK, ""), { noLocation: true });
  const resolvers = resolversOf(code);
  const entities = Object.keys(resolvers).filter((type) => type !== "Query");
  return {
    code,
    name,
    operator: name,
    region: null,
    schema: () => schema,
    sources: {},
    createLoaders: () => ({}),
    resolvers,
    entities: Object.fromEntries(entities.map((type) => [type, asTheyAre])),
    contract: { kinds: {} },
  };
}

/** Of all the shop's fields those that this subgraph has. */
function resolversOf(code: ShopSubgraph): NodeDefinition["resolvers"] {
  const schema = createShopSchema(code);
  const types = Object.entries(SHOP_FIELDS).flatMap(([name, fields]) => {
    const type = schema.getType(name);
    if (!isObjectType(type)) return [];
    const own = Object.entries(fields).filter(([field]) => type.getFields()[field] !== undefined);
    return [[name, Object.fromEntries(own)] as const];
  });
  return Object.fromEntries(types);
}

const asTheyAre: EntityResolver<unknown> = async (references) => references;
