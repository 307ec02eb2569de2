import type { SubgraphOffer } from "./subgraph-offer.ts";

export interface SubgraphDraft {
  readonly code: string;
  readonly url: string;
  /** What its server was seen to offer. */
  readonly offer: SubgraphOffer;
}

/** A subgraph file to begin with: it can be read as it stands, and its comments say what to put where. */
export function draftSubgraph({ code, url, offer }: SubgraphDraft): string {
  return `# ${code} 的子图文件（草稿）。说明见 adapters/manifest/GUIDE.md / Subgraph file of ${code} (a draft); see adapters/manifest/GUIDE.md
subgraph: 1
code: ${code}
version: 0.1.0 # 文件或服务的 schema 每次改动都提高 / raised with every change of this file or of the server's schema
name: { zh: 平台名称, en: Name of the platform }
owner:
  name: { zh: 运营单位, en: Operator }
  contact: someone@example.org # 不对外显示 / never shown
# region: "510100" # GB/T 2260；全国性平台不写 / absent for platforms of the whole country

licence: # 与枢纽的协议 / as agreed with the hub
  code: ${code.toUpperCase()}-TERMS
  name: { zh: 许可条款, en: Terms of use }
  attribution: { zh: 来源：平台名称, en: "Source: name of the platform" }
  accessPolicy: PUBLIC # PUBLIC, NODE_ONLY, DERIVED_ONLY

url: ${JSON.stringify(url)}
# pages: [www.example.cn] # 记录所链接的网页的主机 / hosts of the pages to which records link
# concurrency: 16 # 同时至多问几个问题 / questions at the same time

# 该服务现有 / What the server has now:
${offerLines(offer).join("\n")}
`;
}

function offerLines({ types, roots, kinds }: SubgraphOffer): readonly string[] {
  const lines = [
    ...types.map(
      ({ name, keys, fields }) => `${name}${keys.map((key) => ` @key(${key})`).join("")}: ${fields.join(" ")}`,
    ),
    ...roots.map((root) => `Query.${root}`),
    kinds.length === 0
      ? "不说节点契约：其记录不在检索之列 / does not speak the node contract: its records are not found by search"
      : `节点契约 / node contract: ${kinds.map(({ kind }) => kind).join(" ")}`,
  ];
  return lines.map((line) => `#   ${line}`);
}
