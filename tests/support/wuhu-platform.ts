import { admin } from "./ask-admin.ts";
import type { TestUpstream } from "./start-upstream.ts";

/** A platform with reports, told in a manifest. */
function wuhuManifest(baseUrl: string, cache: string): string {
  return `manifest: 1
code: wuhu
version: 1.0.0
name: { zh: 示例平台, en: Example platform }
owner:
  name: { zh: 示例中心, en: Example centre }
  contact: ops@example.org
licence:
  code: OPEN
  name: { zh: 公开信息, en: Public information }
  attribution: { zh: 示例平台, en: Example platform }
  accessPolicy: PUBLIC
sources:
  portal:
    name: { zh: 接口, en: Interface }
    baseUrl: ${baseUrl}
    politeness: { requestsPerSecond: 500, burst: 500, dailyQuota: 100000 }
kinds:
  REPORT:
    list:
      source: portal
      request: { path: /list }
      decode: { format: json, rows: rows, total: total }
    id: id
    fields: { title: bt }
    cache: { ${cache} }
probes:
  - { kind: REPORT, atLeast: 5 }
`;
}

/** Its twelve reports, the titles in that column. */
export function giveReports(upstream: TestUpstream, column: string): void {
  const rows = Array.from({ length: 12 }, (_, at) => ({ id: `r${at}`, [column]: `专利分析报告第${at}号` }));
  upstream.answer((_request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ total: rows.length, rows }));
  });
}

/** Plugs it in at a hub. */
export async function plugInWuhu(hubUrl: string, baseUrl: string, cache = "list: 0s, record: 0s"): Promise<void> {
  const steps: readonly (readonly [step: string, body: object])[] = [
    ["register", { text: wuhuManifest(baseUrl, cache) }],
    ["check", {}],
    ["promote", {}],
  ];
  for (const [step, body] of steps) {
    const { status, body: answered } = await admin(hubUrl, `nodes/wuhu/${step}`, body);
    if (status !== 200) throw new Error(`${step}: ${JSON.stringify(answered)}`);
  }
}
