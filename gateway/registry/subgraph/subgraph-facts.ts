import type { SubgraphFile } from "#adapters/manifest/format/subgraph-format.ts";
import type { SubgraphFacts } from "#gateway/members/elsewhere/subgraph-definition.ts";

export function factsOf({ code, name, owner, region, licence, url, pages }: SubgraphFile): SubgraphFacts {
  const { url: terms, ...rest } = licence;
  return {
    ...{ code, name, url, pages, operator: owner.name, region: region ?? null },
    licence: terms === undefined ? rest : { ...rest, url: terms },
  };
}
