import { expect, test } from "vitest";
import { decodeAgencyProfiles, decodeExperts } from "#adapters/chongqing-kjy01/decode/decode-directory.ts";
import { decodeDemands, decodeOffers } from "#adapters/chongqing-kjy01/decode/decode-market.ts";
import { decodeCases, decodeSession } from "#adapters/chongqing-kjy01/decode/decode-process.ts";
import { readPrice } from "#adapters/chongqing-kjy01/decode/price.ts";
import type { UpstreamAnswer } from "#adapters/runtime/call/decode.ts";
import { LoginRequiredError, MalformedError, UpstreamError } from "#adapters/runtime/upstream-error.ts";

/** Invented; the shapes follow the platform's public front end. */
const OFFER = `{
  "id": 122436693134412849, "resourceName": "一种示例装置", "resourceType": "专利", "tradeMode": "许可", "state": "发布中",
  "price": 15.5, "priceUnit": "万元", "appNo": "ＺＬ２０２２２０７６５４３２．１", "patentStatus": "有效",
  "ownerName": "示例公司", "legalNum": "91500107MA0DEM1B1C", "area": "重庆市九龙坡区",
  "summary": "请电13812345678", "createTime": "2026-03-01 23:30:00", "updateTime": "2026-03-02 00:10:00"
}`;

test("trap 21: keeps snowflake ids beyond 2^53 to the last digit, printed as numbers or as strings", () => {
  const neighbour = OFFER.replace("122436693134412849", "122436693134412850");
  const asText = OFFER.replace("122436693134412849", '"122436693134412851"');
  const page = decodeOffers(answer(`{"code":200,"data":[${OFFER},${neighbour},${asText}],"count":3}`));
  expect(page.items.map((item) => item.id)).toEqual(["122436693134412849", "122436693134412850", "122436693134412851"]);
});

test("reads an offer: day in Asia/Shanghai, instant, price in yuan, contact data masked, number as printed", () => {
  const [offer] = decodeOffers(answer(`{"code":200,"data":[${OFFER}],"count":"1"}`)).items;
  expect(offer).toMatchObject({
    publishedDate: "2026-03-01",
    updatedAt: Date.parse("2026-03-01T16:10:00Z"),
    price: { money: { kind: "FIXED", amount: "155000" }, text: "15.5万元" },
    description: "请电138****5678",
    patentNumberText: "ＺＬ２０２２２０７６５４３２．１",
    seller: { name: "示例公司", uscc: "91500107MA0DEM1B1C" },
  });
});

test.each(["--", " ", "-1", "N/A", "无", "", "0", "00000000", null])(
  "trap 20: reads the placeholder %j as nothing",
  (blank) => {
    const text = `{"demandId":"122436693120000001","demandName":${JSON.stringify(blank)},"deadline":${JSON.stringify(blank)},"organName":${JSON.stringify(blank)}}`;
    const [demand] = decodeDemands(answer(`{"success":true,"data":{"records":[${text}],"total":"1"}}`)).items;
    expect(demand).toMatchObject({ title: null, deadlineDate: null, publisher: { name: null, uscc: null } });
  },
);

test.each([
  ["15", "万元", { kind: "FIXED", amount: "150000" }, "15万元"],
  ["75000", "元", { kind: "FIXED", amount: "75000" }, "75000元"],
  ["20万", "元", { kind: "FIXED", amount: "200000" }, "20万"],
  ["面议", "万元", { kind: "NEGOTIABLE" }, "面议"],
  ["-1", "万元", { kind: "NEGOTIABLE" }, "面议"],
  ["--", "万元", { kind: "UNKNOWN" }, null],
])("reads the price %s %s", (amount, unit, money, text) => {
  expect(readPrice(amount, unit)).toEqual({ money, text });
});

test("splits specialties at every separator the platform uses", () => {
  const row = (field: string) => `{"id":1,"field":${field}}`;
  const page = `{"code":"rest.success","result":{"list":[${row('"新材料,装备制造"')},${row('"新材料、运营；评估"')},${row('["A"]')},${row("null")}],"total":4}}`;
  expect(decodeExperts(answer(page)).items.map((expert) => expert.specialties)).toEqual([
    ["新材料", "装备制造"],
    ["新材料", "运营", "评估"],
    ["A"],
    [],
  ]);
});

test("masks an expert's telephone and an agency's", () => {
  const expert = '{"id":1,"expertName":"张示例","contact":"13800000002"}';
  const agency = '{"id":2,"organName":"示例所","contactPhone":"023-00000990"}';
  expect(decodeExperts(answer(restPage(expert))).items[0]?.phone).toBe("138****0002");
  expect(decodeAgencyProfiles(answer(restPage(agency))).items[0]?.phone).not.toContain("0000990");
});

test.each([
  [decodeExperts, '{"code":"rest.param.error","result":null}'],
  [decodeOffers, '{"code":401,"msg":"ak无效","data":null,"count":0}'],
  [decodeOffers, '{"code":"500","msg":"系统异常","data":null,"count":0}'],
  [decodeDemands, '{"success":false,"code":"400","message":"size过大","data":null}'],
])("reads a failure told with HTTP 200 as a refusal (%#)", (decode, text) => {
  expect(failureOf(() => decode(answer(text)))).toMatchObject({ kind: "rejected", status: 200 });
});

test("reads the request to slow down inside an answer", () => {
  expect(failureOf(() => decodeExperts(answer('{"code":"rest.too.frequent","result":null}')))).toMatchObject({
    kind: "rate-limited",
  });
  expect(failureOf(() => decodeOffers(answer('{"code":429,"data":null,"count":0}')))).toMatchObject({
    kind: "rate-limited",
  });
});

test("keeps an upstream's own words out of the failure", () => {
  const failure = failureOf(() => decodeExperts(answer('{"code":"java.lang.Error: secret 10.0.0.1","result":null}')));
  expect(JSON.stringify(failure)).not.toContain("secret");
});

test.each(["rest.unauthorized", "rest.session.expired", "rest.token.invalid", "rest.token.expired"])(
  "takes %s as an end of the log-in",
  (code) => {
    expect(() => decodeCases(answer(`{"code":"${code}","result":null}`))).toThrow(LoginRequiredError);
  },
);

test.each([
  [decodeExperts, '{"code":"rest.success","result":{"list":[{"id":"x"}],"total":1}}'],
  [decodeExperts, '{"code":"rest.success","result":null}'],
  [decodeOffers, '{"code":200,"data":[{"resourceName":"no id"}],"count":1}'],
  [decodeDemands, '{"success":true,"data":{"records":[],"total":"many"}}'],
  [decodeOffers, "[]"],
])("refuses what has another shape (%#)", (decode, text) => {
  expect(() => decode(answer(text))).toThrow(MalformedError);
});

test("reads a session from its cookie and refuses an answer without one", () => {
  const body = '{"code":"rest.success","result":{"expiresIn":7200}}';
  const cookie = ["lang=zh; Path=/", "ts_session=0123456789abcdef; Max-Age=7200; HttpOnly"];
  expect(decodeSession(answer(body, { "set-cookie": cookie }))).toEqual({
    cookie: "ts_session=0123456789abcdef",
    lifetimeMs: 7_200_000,
  });
  expect(() => decodeSession(answer(body))).toThrow(MalformedError);
});

function answer(text: string, headers: UpstreamAnswer["headers"] = {}): UpstreamAnswer {
  const bytes = new TextEncoder().encode(text);
  return { status: 200, headers, url: new URL("http://kjy01.example"), bytes, text: () => text };
}

function restPage(row: string): string {
  return `{"code":"rest.success","result":{"list":[${row}],"total":1}}`;
}

function failureOf(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof UpstreamError) return error.failure;
    throw error;
  }
}
