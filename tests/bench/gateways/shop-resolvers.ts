import { buildSubgraphSchema } from "@apollo/subgraph";
import { type GraphQLFieldResolver, type GraphQLSchema, isObjectType, parse } from "graphql";
import { SHOP_FIELDS, type ShopRecord } from "./shop-data.ts";
import { SHOP_SCHEMAS, type ShopSubgraph } from "./shop-schema.ts";

/** One subgraph that graphql-js can execute, over the very functions that the canned one answers with. */
export function createShopSchema(name: ShopSubgraph): GraphQLSchema {
  const schema = buildSubgraphSchema({ typeDefs: parse(SHOP_SCHEMAS[name]) });
  for (const [typeName, fields] of Object.entries(SHOP_FIELDS)) {
    const type = schema.getType(typeName);
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const resolve = fields[field.name];
      if (resolve !== undefined) field.resolve = toResolver(resolve);
    }
  }
  return schema;
}

function toResolver(
  resolve: (parent: ShopRecord, args: ShopRecord) => unknown,
): GraphQLFieldResolver<ShopRecord, unknown> {
  return (parent, args: ShopRecord) => resolve(parent, args);
}
