import type { Router } from "./start-router.ts";

/** What is printed once the router is up. */
export function describeRouter({ url, subgraphs }: Router): string {
  const lines = [
    "",
    `  GraphQL      ${url}/graphql`,
    `  健康 Health  ${url}/health/ready`,
    `  指标 Metrics ${url}/metrics`,
    "",
    "子图 Subgraphs",
    ...subgraphs.map((subgraph) => `  ${subgraph.name.padEnd(20)} ${subgraph.url}`),
    "",
    "Ctrl-C 停止 / stops",
    "",
  ];
  return `${lines.join("\n")}\n`;
}
