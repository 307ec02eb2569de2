import { describe, expect, test } from "vitest";
import { conflictsOfParty, type PartyCopy, type RegisteredParty } from "#subgraphs/discovery/records/compare-party.ts";

const register = (parts: Partial<RegisteredParty> = {}): RegisteredParty => ({
  node: "register",
  typeName: "Agency",
  id: "agency",
  name: "重庆示例知识产权代理事务所（普通合伙）",
  formerNames: ["重庆旧名专利事务所"],
  region: { code: "500107", name: "九龙坡区" },
  ...parts,
});
const profile = (name: string | null, region: string | null = null, updatedAt: string | null = null): PartyCopy => ({
  node: "portal",
  typeName: "PortalProfile",
  facts: {
    id: "profile",
    name,
    region: region === null ? null : { code: region, name: `地区${region}` },
    provenance: { sourceUpdatedAt: updatedAt },
  },
});
const told = (party: RegisteredParty | null, ...copies: readonly PartyCopy[]) =>
  conflictsOfParty(party, copies).map(
    ({ field, reason, formal }) => `${field} ${reason.code}${formal ? " formal" : ""}`,
  );

describe("names", () => {
  test.each([
    ["重庆示例知识产权代理事务所（普通合伙）", []],
    ["重庆示例知识产权代理事务所(普通合伙)", ["name SAME_NAME_OTHER_SPELLING formal"]],
    ["重庆旧名专利事务所", ["name NAME_CHANGED_SINCE"]],
    ["别的事务所", ["name REGISTER_PRECEDES"]],
    [null, []],
    [" ", []],
  ])("trap 7: %j is told as %j", (name, expected) => {
    expect(told(register(), profile(name))).toEqual(expected);
  });

  test("that the register does not tell are the newest record's", () => {
    const [old, late] = [profile("旧名", null, "2024-01-01T00:00:00Z"), profile("新名", null, "2025-12-31T17:00:00Z")];
    const [conflict] = conflictsOfParty(null, [old, late]);
    expect(conflict).toMatchObject({
      reason: { code: "NEWEST_COPY" },
      chosen: { value: "新名", knownThrough: "2026-01-01" },
      others: [{ value: "旧名" }],
    });
  });
});

describe("regions", () => {
  test.each(["500107", "500000", "500100"])("%s is where the register has it", (code) => {
    expect(told(register(), profile(null, code))).toEqual([]);
  });

  test("another district or province is a conflict; a region unknown on either side none", () => {
    for (const code of ["500103", "510100"])
      expect(told(register(), profile(null, code))).toEqual(["region REGISTER_PRECEDES"]);
    expect(told(register({ region: null }), profile(null, "510100"))).toEqual([]);
    expect(told(register(), profile(null))).toEqual([]);
  });
});
