import type { GatewayNode } from "./execute/gateway-node.ts";
import type { Hub } from "./start-hub.ts";

/** What `npm start` prints once the hub is up: addresses, nodes and a query to try. */
export function describeStart({ url, nodes, sandboxes }: Hub): string {
  const platforms = nodes.filter((node) => !node.seesOthers);
  const lines = [
    "",
    "成渝知识产权联邦枢纽 / Chengyu IP hub",
    "",
    `  查询页 Query page   ${url}/`,
    `  GraphQL             ${url}/graphql`,
    `  健康 Health         ${url}/health/ready`,
    `  指标 Metrics        ${url}/metrics`,
    "",
    "节点 Nodes",
    ...platforms.map((node) => describeNode(node, sandboxes)),
    "",
    "试一试 Try",
    `  curl -s ${url}/graphql -H 'content-type: application/json' -d '{"query":"{ patent(number: \\"ZL202310123456.6\\") { title applicationNumber legalStatus { code label knownThrough } agency { name } provenance { source { code } fetchedAt } } }"}'`,
    "",
    "Ctrl-C 停止 / stops",
    "",
  ];
  return `${lines.join("\n")}\n`;
}

function describeNode(node: GatewayNode, sandboxes: Hub["sandboxes"]): string {
  const sources = node.sources.map(({ code, health }) => {
    const sandbox = sandboxes.get(code);
    const standIn = sandbox === undefined ? "" : ` 替身 stand-in ${sandbox.url}`;
    return `${code} [${health().state}]${standIn}`;
  });
  const place = node.url === undefined ? "" : ` ${node.url}`;
  return `  ${node.code.padEnd(12)}${node.state().padEnd(6)}${node.name.zh}${place}\n${sources.map((source) => `      ${source}`).join("\n")}`;
}
