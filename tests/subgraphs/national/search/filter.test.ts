import { describe, expect, test } from "vitest";
import { filterCondition, type PatentFilterInput } from "#subgraphs/national/search/filter-condition.ts";
import { OperationError } from "#subgraphs/runtime/operation-error.ts";

function refusalOf(filter: PatentFilterInput): OperationError {
  try {
    filterCondition(filter);
  } catch (error) {
    if (error instanceof OperationError) return error;
    throw error;
  }
  throw new Error("the filter was taken");
}

describe("a filter says", () => {
  test.each<[PatentFilterInput, unknown]>([
    [{ legalStatuses: ["IN_FORCE", "PENDING"] }, { kind: "legalStatus", codes: ["IN_FORCE", "PENDING"] }],
    [{ patentTypes: ["DESIGN"] }, { kind: "type", types: ["DESIGN"] }],
    [
      { ipc: ["c09j", "C09J 7/38", "H04L29"] },
      { kind: "class", scheme: "IPC", symbols: ["C09J", "C09J7/38", "H04L29"] },
    ],
    [{ locarno: ["10-5"] }, { kind: "class", scheme: "LOCARNO", symbols: ["10-05"] }],
    [{ filingDate: { from: "2020-01-01", to: null } }, { kind: "date", of: "FILING", from: "2020-01-01", to: null }],
    [{ publicationDate: { to: "2020-01-01" } }, { kind: "date", of: "PUBLICATION", from: null, to: "2020-01-01" }],
    [
      { grantDate: { from: "2020-01-01", to: "2020-01-01" } },
      { kind: "date", of: "GRANT", from: "2020-01-01", to: "2020-01-01" },
    ],
    [{ party: "示例光电 AND" }, { kind: "text", fields: ["APPLICANT"], text: "示例光电 AND", match: "PHRASE" }],
    [{ party: "91510100MA0DEM0A77" }, { kind: "organization", keys: ["91510100MA0DEM0A77"] }],
    [{ party: "n:0123456789abcdef01234567" }, { kind: "organization", keys: ["n:0123456789abcdef01234567"] }],
    [{ agencyCodes: ["50990"] }, { kind: "agency", codes: ["50990"] }],
    [
      { numbers: ["ZL 2023 1 0123456.6", "CN116012345B"] },
      {
        kind: "or",
        operands: [
          { kind: "number", of: "APPLICATION", value: "CN202310123456", match: "EXACT" },
          { kind: "number", of: "PUBLICATION", value: "CN116012345B", match: "EXACT" },
        ],
      },
    ],
    [{ legalStatuses: [] }, { kind: "legalStatus", codes: [] }],
    [{ numbers: [] }, { kind: "or", operands: [] }],
  ])("%j", (filter, condition) => {
    expect(filterCondition(filter)).toEqual(condition);
  });

  test("nothing where nothing is given", () => {
    expect(filterCondition({})).toBeNull();
    expect(filterCondition({ ipc: null, party: null, filingDate: {}, grantDate: { from: null } })).toBeNull();
  });

  test("all of its parts, and divisions with all below them", () => {
    const condition = filterCondition({ regions: ["5101", "CHENGDU_CHONGQING"], patentTypes: ["INVENTION"] });
    expect(condition).toMatchObject({
      kind: "and",
      operands: [
        { kind: "type" },
        { kind: "region", codes: expect.arrayContaining(["510100", "510107", "500107", "511400"]) },
      ],
    });
    expect(JSON.stringify(condition)).not.toContain('"510726"');
  });
});

test.each<[PatentFilterInput, string, string]>([
  [{ regions: ["510100", "990000"] }, "regions", "990000"],
  [{ ipc: ["C09J", "9"] }, "ipc", "IPC"],
  [{ locarno: ["77"] }, "locarno", "Locarno"],
  [{ agencyCodes: ["5099"] }, "agencyCodes", "agency code"],
  [{ numbers: ["abc"] }, "numbers", "patent number"],
  [{ numbers: ["202310123456.7"] }, "numbers", "expected 6"],
  [{ filingDate: { from: "2020-02-30" } }, "filingDate", "2020-05-17"],
  [{ filingDate: { to: 5 } }, "filingDate", "2020-05-17"],
  [{ grantDate: { from: "2020-01-02", to: "2020-01-01" } }, "grantDate", "backwards"],
  [{ party: "（）" }, "party", "letter or digit"],
  [{ party: "" }, "party", "empty"],
  [{ party: " \u3000" }, "party", "empty"],
  [{ party: "91510100MA0DEM0A78" }, "party", "91510100MA0DEM0A77"],
  [{ numbers: [""] }, "numbers", "patent number"],
  [{ regions: [" "] }, "regions", "administrative division"],
  [{ ipc: [""] }, "ipc", "IPC"],
  [{ ipc: Array.from({ length: 201 }, () => "C09J") }, "ipc", "200"],
])("%j is refused by its name", (filter, code, text) => {
  const { reason, ...error } = refusalOf(filter);
  expect(error.code).toBe("BAD_USER_INPUT");
  expect(reason).toMatchObject({
    code,
    message: { zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.stringContaining(text) },
  });
});
