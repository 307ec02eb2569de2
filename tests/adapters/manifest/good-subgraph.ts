/** A subgraph file with everything that can stand in it, and without a mistake. */
export const GOOD_SUBGRAPH = `subgraph: 1
code: harbour
version: 1.0.0
name: { zh: 港口平台, en: Harbour platform }
owner:
  name: { zh: 港口知识产权中心, en: Harbour IP centre }
  contact: ops@example.org
region: "510100"
licence:
  code: HARBOUR-OPEN
  name: { zh: 公开信息, en: Public information }
  url: https://www.example.org/terms
  attribution: { zh: 港口平台, en: Harbour platform }
  accessPolicy: PUBLIC
url: https://graphql.example.org/graphql
pages: [www.example.org, "shop.example.org:8443"]
concurrency: 16
`;

/** A change of one part of it. */
export function changedSubgraph(from: string, to: string): string {
  if (!GOOD_SUBGRAPH.includes(from)) throw new Error(`The good subgraph file has no ${from}`);
  return GOOD_SUBGRAPH.replace(from, () => to);
}
