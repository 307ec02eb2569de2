import { describe, expect, test } from "vitest";
import type { HubAnswer, HubError } from "#tests/support/hub-client.ts";
import { compareAnswers } from "./compare-answers.ts";

const DUE = {
  patent: { id: "p1", title: "光学胶", fetchedAt: "2026-01-01T00:00:00Z" },
  listings: {
    nodes: [
      { id: "a", title: "甲" },
      { id: "b", title: "乙" },
    ],
  },
};

function answer(data: HubAnswer["data"], ...paths: readonly (readonly (string | number)[])[]): HubAnswer {
  const errors = paths.map((path): HubError => ({ message: "x", path, extensions: { code: "NODE_TIMEOUT" } }));
  return { status: 200, data, errors, sources: [], text: "", headers: new Headers() };
}

function reasons(data: HubAnswer["data"], ...paths: readonly (readonly (string | number)[])[]): readonly string[] {
  return compareAnswers(answer(data, ...paths), answer(DUE)).differences.map(
    ({ path, reason }) => `${path.join(".")}: ${reason}`,
  );
}

describe("an answer beside its twin", () => {
  test("is right when it is the same, but for the moment of asking", () => {
    expect(reasons({ ...DUE, patent: { ...DUE.patent, fetchedAt: "2026-01-02T00:00:00Z" } })).toEqual([]);
  });

  test("is wrong where a leaf differs, an item lacks or a field is missing, and no error says why", () => {
    expect(reasons({ ...DUE, patent: { ...DUE.patent, title: "乱码" } })).toEqual(["patent.title: wrong"]);
    expect(reasons({ ...DUE, listings: { nodes: [{ id: "a", title: "甲" }] } })).toEqual(["listings.nodes: wrong"]);
    expect(reasons({ listings: DUE.listings })).toEqual(["patent: missing"]);
    expect(reasons({ ...DUE, patent: { ...DUE.patent, title: "乱码" } }, ["listings"])).toEqual([
      "patent.title: wrong",
    ]);
  });

  test("may be null where an error says so, above or below, and nowhere else", () => {
    expect(reasons({ ...DUE, listings: null })).toEqual(["listings: null without an error"]);
    expect(reasons({ ...DUE, listings: null }, ["listings"])).toEqual([]);
    expect(reasons({ ...DUE, listings: null }, ["listings", "nodes", 0, "title"])).toEqual([]);
    expect(reasons({ ...DUE, listings: null }, ["patent"])).toEqual(["listings: null without an error"]);
  });

  test("may be a row that tells its own problem, but only an upstream's", () => {
    const row = (code: string) => ({ rows: [{ patent: null, problem: { code } }] });
    const due = answer({ rows: [{ patent: { id: "p1" }, problem: null }] });
    expect(compareAnswers(answer(row("NODE_TIMEOUT")), due).differences).toEqual([]);
    expect(compareAnswers(answer(row("INVALID_IDENTIFIER")), due).differences).toHaveLength(2);
  });

  test("may be a list that came in part, of records that are the twin's own", () => {
    const part = (title: string) => ({
      ...DUE,
      listings: {
        nodes: [
          { id: "b", title },
          { id: "c", title: "丙" },
        ],
      },
    });
    expect(reasons(part("乙"), ["listings"])).toEqual([]);
    expect(compareAnswers(answer(part("乙"), ["listings"]), answer(DUE)).unverified).toBe(1);
    expect(reasons(part("乱码"), ["listings"])).toEqual(["listings.b: wrong"]);
  });
});
