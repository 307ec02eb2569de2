import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { softwareRow, workRow } from "#adapters/national-registers/decode/copyright.ts";
import { entriesDecoder, listDecoder } from "#adapters/national-registers/decode/envelope.ts";
import { indicationRow } from "#adapters/national-registers/decode/indication.ts";
import { layoutDesignRow, plantVarietyRow } from "#adapters/national-registers/decode/layout-and-variety.ts";
import { toTrademark, trademarkRow } from "#adapters/national-registers/decode/trademark.ts";
import { LoginRequiredError, MalformedError, UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { parseLocarno } from "#schema/ids/locarno.ts";
import { samplesDir } from "#tests/support/samples.ts";
import { openRegisters } from "./open-registers.ts";

function answerOf(text: string) {
  return { status: 200, headers: {}, url: new URL("http://127.0.0.1/"), bytes: new Uint8Array(), text: () => text };
}

describe("the envelope", () => {
  const decode = (body: object) => listDecoder(softwareRow)(answerOf(JSON.stringify(body)));

  test("takes totals as text, with separators or not", () => {
    expect(decode({ Status: "200", Paging: { TotalRecords: "1,204" }, Result: [] })).toEqual({
      items: [],
      total: 1204,
    });
    expect(decode({ Status: 200, Paging: { TotalRecords: 7 }, Result: [] })).toEqual({ items: [], total: 7 });
  });

  test("trap 11: status 201 is no hits, not an error", () => {
    expect(decode({ Status: "201", Message: "查询无结果", Result: null })).toEqual({ items: [], total: 0 });
    const entries = entriesDecoder(softwareRow)(answerOf('{"Status":"201","Result":null}'));
    expect(entries).toEqual([]);
  });

  test.each([
    [{ Status: "102", Message: "参数错误" }, { failure: { kind: "rejected", reason: "status 102" } }],
    [{ Status: "105", Message: "超过频率" }, { failure: { kind: "rate-limited" } }],
  ])("trap 19: HTTP 200 with %j is a failure", (body, failure) => {
    const error = failureOf(() => decode(body));
    expect(error).toBeInstanceOf(UpstreamError);
    expect(error).toMatchObject(failure);
  });

  test("trap 19: a missing key, no list and no status are told apart", () => {
    expect(failureOf(() => decode({ Status: "101", Message: "密钥无效" }))).toBeInstanceOf(LoginRequiredError);
    expect(failureOf(() => decode({ Status: "200", Result: null }))).toBeInstanceOf(MalformedError);
    expect(failureOf(() => decode({ Result: [] }))).toBeInstanceOf(MalformedError);
  });
});

describe("a row", () => {
  test.each(["--", " ", "0", "00000000", "-1", "N/A", null, "无", undefined])(
    "trap 20: reads %j as nothing",
    (none) => {
      const row = {
        Id: "1",
        RegisterNo: "2023SR0123456",
        ShortName: none,
        Owner: none,
        AreaCode: none,
        PublishDate: none,
      };
      expect(softwareRow.parse(row)).toMatchObject({
        shortName: null,
        owners: [],
        region: null,
        publicationDate: null,
      });
    },
  );

  test("trap 21: ids of nineteen digits stay whole", async () => {
    const body = '{"Status":"200","Result":[{"Id":1722000004000000001,"RegisterNo":"2023SR0123456","Name":"软件"}]}';
    expect(entriesDecoder(softwareRow)(answerOf(body))).toMatchObject([{ recordId: "1722000004000000001" }]);
    await using bench = await openRegisters();
    const answer = await fetch(`${bench.sandbox.url}/openapi/ip/SoftwareCopyright/Search`);
    expect(await answer.text()).toMatch(/"Id":\d{19},/);
  });

  test.each([
    "2023-05-21T00:00:00",
    "2023-05-21T00:00:00+08:00",
    "2023/5/21 0:00:00",
    "2023年05月21日",
    "20230521",
    "2023.05.21",
    "/Date(1684598400000)/",
  ])("trap 23: reads the day %s, never shifted", (printed) => {
    const row = { Id: "1", RegisterNo: "2023SR0123456", RegisterAperDate: printed };
    expect(softwareRow.parse(row)?.registrationDate).toBe("2023-05-21");
  });

  test("trap 8: owners joined in one string are taken apart only where all are Chinese", () => {
    const owners = (Owner: unknown) => softwareRow.parse({ Id: "1", RegisterNo: "2023SR0123456", Owner })?.owners;
    expect(owners("成都示例光电有限公司,重庆示例新材料有限公司")).toEqual([
      "成都示例光电有限公司",
      "重庆示例新材料有限公司",
    ]);
    expect(owners("Lumenia Optics & Co., Inc.")).toEqual(["Lumenia Optics & Co., Inc."]);
    expect(owners(["成都示例光电有限公司", "--"])).toEqual(["成都示例光电有限公司"]);
  });

  test("of a mark: classes come together in order, a class printed twice counts once, codes are kept unread", () => {
    const row = (IntCls: string, Status: number) =>
      trademarkRow.parse({ Id: "1", RegNo: "68012345", IntCls, Status, FlowStatus: "224" });
    const rows = [row("42", 4), row("09", 2), row("9", 2), row("46", 2)].filter((one) => one !== null);
    const [mark] = toTrademark(rows);
    expect(mark?.classes.map(({ niceClass, statusCode, flowCode }) => [niceClass, statusCode, flowCode])).toEqual([
      [9, "2", "224"],
      [42, "4", "224"],
    ]);
    expect(toTrademark([])).toEqual([]);
  });

  test("of a mark: suffixed and Madrid numbers are marks of their own, what is none is left unread", () => {
    const numberOf = (RegNo: string) => trademarkRow.parse({ Id: "1", RegNo })?.number ?? null;
    expect(["68054321A", "第68054321号", "g1799001", "N/A", "商标"].map(numberOf)).toEqual([
      "68054321A",
      "68054321",
      "G1799001",
      null,
      null,
    ]);
  });

  test("of a mark: similar groups and item codes that are none are left out", () => {
    const GoodsList = [
      { GoodsName: "光学器械", SimilarGroup: "0911", GoodsCode: "C090001" },
      { GoodsName: "眼镜", SimilarGroup: "4699", GoodsCode: "C09001" },
      { GoodsName: "--" },
    ];
    expect(trademarkRow.parse({ Id: "1", RegNo: "1", IntCls: "9", GoodsList })?.goods).toEqual([
      { text: "光学器械", similarGroup: "0911", itemCode: "C090001" },
      { text: "眼镜", similarGroup: null, itemCode: null },
    ]);
  });

  test("of an indication: the words name the system, without them the number's form, never the integer", () => {
    const systemOf = (row: object) => indicationRow.parse({ Id: "1", Name: "示例", GiType: 9, ...row })?.system.code;
    expect(systemOf({ GiTypeDesc: "地理标志产品", RegisterNo: "2019年第990号" })).toBe("PRODUCT");
    expect(systemOf({ GiTypeDesc: "地理标志商标（证明商标）", RegisterNo: "96900001" })).toBe("TRADEMARK");
    expect(systemOf({ GiTypeDesc: "--", RegisterNo: "AGI01459" })).toBe("AGRICULTURAL");
    expect(systemOf({ RegisterNo: "质检总局公告2012年第111号" })).toBe("PRODUCT");
    expect(systemOf({ RegisterNo: "96900001" })).toBe("TRADEMARK");
  });

  test("of a layout design or variety: any spelling of the number, a doubtful digit only warned of", () => {
    expect(layoutDesignRow.parse({ Id: "1", RegisterNo: "BS185559220" })).toMatchObject({
      registrationNumber: "BS.185559220",
      warning: null,
    });
    expect(layoutDesignRow.parse({ Id: "1", RegisterNo: "BS.185559221" })?.warning).not.toBeNull();
    expect(plantVarietyRow.parse({ Id: "1", RegisterNo: "CNA20191006012" })?.authority).toBe("AGRICULTURE");
    expect(plantVarietyRow.parse({ Id: "1", RegisterNo: "20190123" })?.authority).toBe("FORESTRY");
  });

  test("trap 27: masked owners stay as printed", () => {
    const row = { Id: "1", RegisterNo: "国作登字-2016-F-00269796", Owner: "张*" };
    expect(workRow.parse(row)?.owners).toEqual(["张*"]);
  });
});

describe.skipIf(samplesDir === null)("rows of a real vendor", () => {
  const read = (name: string): readonly Readonly<Record<string, unknown>>[] =>
    JSON.parse(readFileSync(join(samplesDir ?? "", "cn_portal_json", name), "utf8"));

  test("of software are all read", () => {
    const rows = read("vendor_software_copyright.json").map((row, index) =>
      softwareRow.parse({ Id: `${index}`, ...row }),
    );
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows) {
      expect(row?.registrationDate).toMatch(/^201\d-\d\d-\d\d$/);
      expect(row?.version).toMatch(/^V/);
      expect(row?.owners).toHaveLength(1);
    }
    expect(rows.some((row) => row?.shortName === null)).toBe(true);
  });

  test("of works are all read, days in Asia/Shanghai", () => {
    const rows = read("vendor_works_copyright.json").map((row, index) => workRow.parse({ Id: `${index}`, ...row }));
    expect(rows.map((row) => row?.category)).toEqual(["美术", "音乐", "美术", "美术"]);
    expect(rows[0]).toMatchObject({ registrationDate: "2016-05-17", completionDate: "2015-05-13" });
    expect(rows.at(-1)?.publicationDate).toBeNull();
  });

  test("trap 28: the design's Locarno class in the IPC field, cut off as 11-, is read as class 11", () => {
    const [symbol] = read("vendor_patents.json").flatMap((row) =>
      row["KindCodeDesc"] === "外观设计" ? (row["IPCList"] as readonly string[]) : [],
    );
    expect(symbol).toBe("11-");
    expect(parseLocarno(symbol ?? "")).toEqual({ ok: true, value: "11" });
  });
});

function failureOf(decode: () => unknown): unknown {
  try {
    return decode();
  } catch (error) {
    return error;
  }
}
