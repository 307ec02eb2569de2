import { expect, test } from "vitest";
import { toJsonRow } from "#adapters/manifest/dialect/json-row.ts";
import { KIND, type KindFormat } from "#adapters/manifest/format/kind-format.ts";
import { compileMapper } from "#adapters/manifest/mapping/map-record.ts";

const LICENCE = {
  code: "x",
  name: { zh: "一", en: "a" },
  attribution: { zh: "一", en: "a" },
  accessPolicy: "PUBLIC",
  fields: {},
} as const;

function listing(fields: KindFormat["fields"], more: object = {}, sdl?: string) {
  const kind = KIND.parse({
    list: { request: { path: "/x" }, decode: { format: "json" } },
    id: "id",
    fields,
    ...more,
  });
  return compileMapper(kind, { kindName: "LISTING", licence: LICENCE, sdl, format: "json" });
}

test("maps a row to the values that nodes written by hand hand on", () => {
  const mapper = listing({
    title: "bt",
    subject: "bd",
    mode: { from: "fs", table: { 出售: "ASSIGNMENT" } },
    price: { from: "jg", unit: "万元" },
    listingStatus: "zt",
    publishedDate: "rq",
    seller: { from: "fbf", uscc: "tyshxydm" },
    region: "dq",
    patent: "zlh",
  });
  const row = toJsonRow({
    id: "101",
    bt: "　一种　齿轮",
    bd: "专利",
    fs: "出售",
    jg: "15",
    zt: "没听说过",
    rq: "2015/3/4 0:00:00",
    fbf: "成都某厂",
    tyshxydm: "91510100MA61R9X88Q",
    dq: "四川省成都市",
    zlh: "ZL202310123456.7",
  });
  const record = mapper.map(row);
  expect(record?.id).toBe("101");
  expect(record?.fields).toEqual({
    title: "一种 齿轮",
    subject: { code: "PATENT", raw: "专利" },
    mode: { code: "ASSIGNMENT", raw: "出售" },
    price: { kind: "FIXED", amount: { amount: "150000", currencyCode: "CNY" }, maxAmount: null, text: "15万元" },
    listingStatus: { code: "UNKNOWN", raw: "没听说过" },
    publishedDate: "2015-03-04",
    seller: { name: "成都某厂", uscc: null },
    region: "510100",
    patent: null,
  });
  expect(record?.problems.map(({ field, severity, code }) => [field, severity, code])).toEqual([
    ["listingStatus", "warning", "UNKNOWN_WORD"],
    ["seller", "warning", "PARTY_CODE_REFUSED"],
    ["patent", "error", "INVALID_IDENTIFIER"],
  ]);
});

test("an id stays as it is printed, though it looks like a telephone number, an e-mail address or nothing", () => {
  const mapper = listing({ title: "bt" });
  for (const id of ["13812345678", "a@example.cn", "0", 0, "510104199001011234", " 7 "])
    expect(mapper.map(toJsonRow({ id, bt: "x" }))?.id).toBe(String(id).trim());
  for (const id of ["", "--", null, "null", "　"]) expect(mapper.map(toJsonRow({ id, bt: "x" }))).toBeNull();
});

test("an id can be cut out of an address", () => {
  const kind = { id: { from: "href", match: "id=([0-9a-f]+)" } };
  const mapper = listing({ title: "bt" }, kind);
  expect(mapper.map(toJsonRow({ href: "/view?id=0f3a&x=1", bt: "x" }))?.id).toBe("0f3a");
  expect(mapper.outcome(toJsonRow({ href: "/view", bt: "x" }))).toEqual({ kind: "refused", reason: "no-id" });
});

const WAYS =
  'extend type XListing {\n  "交易方式。 / Ways."\n  ways: [TransferModeValue!]\n  "渠道。 / Way."\n  way: TransferModeValue\n}';

test("a further field with codes is read by its table, by the code itself or by its label, as the shared fields are", () => {
  const mapper = listing(
    { way: { from: "fs", as: "code", table: { 卖: "ASSIGNMENT" } }, ways: { from: "fss", as: "codes" } },
    {},
    WAYS,
  );
  const fieldsOf = (row: object) => mapper.map(toJsonRow({ id: "1", ...row }))?.fields;
  expect(fieldsOf({ fs: "卖", fss: "转让、LICENSE" })).toEqual({
    way: { code: "ASSIGNMENT", raw: "卖" },
    ways: [
      { code: "ASSIGNMENT", raw: "转让" },
      { code: "LICENSE", raw: "LICENSE" },
    ],
  });
  expect(fieldsOf({ fs: "没听说过" })).toMatchObject({ way: { raw: "没听说过" }, ways: [] });
});
