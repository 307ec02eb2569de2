/** A manifest without a mistake, with one of nearly everything. */
export const GOOD = `manifest: 1
code: example
version: 1.0.0
name: { zh: 示例平台, en: Example platform }
owner:
  name: { zh: 示例中心, en: Example centre }
  contact: ops@example.org
region: "510100"
licence:
  code: OPEN
  name: { zh: 公开信息, en: Public information }
  url: https://example.org/terms
  attribution: { zh: 示例平台, en: Example platform }
  accessPolicy: PUBLIC
  fields:
    EXPERT: { phone: masked }
sources:
  api:
    name: { zh: 接口, en: Interface }
    baseUrl: https://api.example.org/v1
    authentication:
      type: signed
      algorithm: hmac-sha256
      over: "{secret.APP_ID}{timestamp}{nonce}"
      secret: APP_SECRET
      headers:
        X-Sign: "{signature}"
        X-Time: "{timestamp}"
        X-Nonce: "{nonce}"
    politeness: { requestsPerSecond: 2, quietHours: [{ from: "22:00", to: "06:00" }] }
    success: body.code == "0"
    errors:
      - { when: body.code == "404", kind: not-found }
  site:
    name: { zh: 网站, en: Site }
    baseUrl: https://www.example.org
    authentication:
      type: login
      request:
        path: /login
        method: POST
        form: { user: "{secret.USER}", pass: "{secret.PASS}" }
      loggedIn: body.contains("welcome")
kinds:
  LISTING:
    list:
      source: api
      request:
        path: /listing
        query: { pageNo: "{page}", pageSize: "{size}", q: "{text}", area: "{region}" }
      decode: { format: json, rows: data.list, total: data.total }
      paging: { type: page, size: 50 }
      search:
        text: true
        filters: [region]
        words:
          region: { "510100": 成都 }
    detail:
      source: api
      request: { path: "/listing/{id}" }
      decode: { format: json, rows: data }
    id: gpid
    updatedAt: gxsj
    fields:
      title: bt
      mode: { from: fs, table: { 出售: ASSIGNMENT } }
      price: { from: jg, unit: 万元 }
      publishedDate: { from: rq, formats: [yyyy年MM月dd日] }
      seller: { from: cr, uscc: xydm }
      region: { value: "510100" }
      patent: { from: [zlh, sqh], match: '(\\d[\\d.]+)' }
      description: { expression: row.ms + "" }
    actions:
      - { kind: VIEW, url: "https://www.example.org/l/{id}" }
    skip: row.zt == "9"
    cache: { list: 10m, record: 1h }
  EXPERT:
    list:
      source: site
      request: { path: /experts.html }
      decode: { format: html, rows: "table tr:has(td)" }
    id: "a@href"
    fields:
      name: td:nth-child(1)
      phone: td:nth-child(2)
      specialties: { from: td:nth-child(3), separator: 、 }
probes:
  - { kind: LISTING, atLeast: 1 }
`;

/** A change of one part of it. */
export function changed(from: string, to: string): string {
  if (!GOOD.includes(from)) throw new Error(`The good manifest has no ${from}`);
  return GOOD.replace(from, () => to);
}
