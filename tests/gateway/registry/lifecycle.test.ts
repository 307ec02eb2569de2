import fc from "fast-check";
import { expect, test } from "vitest";
import { isInGraph, nextStage, type Step } from "#gateway/registry/lifecycle.ts";
import { RegistryBook } from "#gateway/registry/registry-book.ts";
import type { RegistryAct, RegistryEvent } from "#gateway/registry/registry-event.ts";
import type { NodeLifecycle } from "#subgraphs/runtime/plug-in.ts";

const STAGES: readonly NodeLifecycle[] = ["DRAFT", "CHECKED", "SHADOW", "LIVE", "QUARANTINED", "RETIRED"];
const AT = "2026-11-28T00:00:00.000Z";

test("the way from draft to leaving goes by being checked", () => {
  const steps: readonly Step[] = ["check", "shadow", "promote", "quarantine", "resume", "retire"];
  const way: NodeLifecycle[] = ["DRAFT"];
  for (const step of steps) way.push(nextStage(way.at(-1) ?? "DRAFT", step) ?? "DRAFT");
  expect(way).toEqual(["DRAFT", "CHECKED", "SHADOW", "LIVE", "QUARANTINED", "LIVE", "RETIRED"]);
});

test("nothing is served that no check has passed, and what has left is served again by rolling back alone", () => {
  for (const stage of STAGES) expect(nextStage(stage, "retire")).toBe("RETIRED");
  expect(STAGES.filter((stage) => nextStage(stage, "promote") === "LIVE")).toEqual(["CHECKED", "SHADOW"]);
  expect(STAGES.filter((stage) => nextStage(stage, "roll-back") !== undefined)).toEqual(["RETIRED"]);
  expect(STAGES.filter((stage) => nextStage(stage, "fail") === "DRAFT")).toEqual(["DRAFT", "CHECKED", "SHADOW"]);
});

const conformance = { score: 100, failed: [], checkedAt: AT };
const version = fc.constantFrom("1.0.0", "1.1.0", "2.0.0");
const digest = fc.constantFrom("a".repeat(64), "b".repeat(64));

const acts: fc.Arbitrary<RegistryAct> = fc.oneof(
  fc.record({
    act: fc.constant("register" as const),
    version,
    kind: fc.constant("MANIFEST" as const),
    digest,
    hosts: fc.constant<string[]>([]),
  }),
  fc.record({
    act: fc.constant("check" as const),
    version,
    passed: fc.boolean(),
    conformance: fc.constant(conformance),
  }),
  fc.record({
    act: fc.constantFrom("shadow" as const, "promote" as const, "resume" as const, "roll-back" as const),
    version,
  }),
  fc.record({ act: fc.constant("quarantine" as const), version, reason: fc.constant("x") }),
  fc.record({ act: fc.constant("retire" as const), reason: fc.constant("x") }),
);

function eventsOf(list: readonly RegistryAct[]): readonly RegistryEvent[] {
  return list.map((what, index) => ({
    seq: index + 1,
    id: `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
    at: AT,
    by: "OPERATOR",
    code: "a",
    what,
  }));
}

test("whatever happens in whatever order: one version in the graph at most, one in its shadow, and each was checked first", () => {
  fc.assert(
    fc.property(fc.array(acts, { maxLength: 40 }), (list) => {
      const book = new RegistryBook();
      const passed = new Set<string>();
      for (const event of eventsOf(list)) {
        const before = book.of("a")?.releases;
        book.add(event);
        const now = book.of("a")?.releases ?? [];
        if (event.what.act === "register" && now !== before) passed.delete(event.what.version);
        if (event.what.act === "check" && event.what.passed) passed.add(event.what.version);
        const inGraph = now.filter(({ stage }) => isInGraph(stage));
        const inShadow = now.filter(({ stage }) => stage === "SHADOW");
        expect(inGraph.length).toBeLessThanOrEqual(1);
        expect(inShadow.length).toBeLessThanOrEqual(1);
        expect(new Set(now.map((release) => release.version)).size).toBe(now.length);
        expect(inGraph.filter(({ wasLive, conformance: checked }) => !wasLive || checked === null)).toEqual([]);
        expect(inShadow.filter((release) => !passed.has(release.version))).toEqual([]);
      }
    }),
    { numRuns: 500 },
  );
});

test("what one version has been is never changed by telling it anew", () => {
  fc.assert(
    fc.property(fc.array(acts, { maxLength: 40 }), (list) => {
      const book = new RegistryBook();
      const lived = new Map<string, string>();
      for (const event of eventsOf(list)) {
        book.add(event);
        for (const release of book.of("a")?.releases ?? []) {
          if (release.wasLive) lived.set(release.version, lived.get(release.version) ?? release.digest);
          const first = lived.get(release.version);
          if (first !== undefined) expect(release.digest).toBe(first);
        }
      }
    }),
    { numRuns: 500 },
  );
});

test("a node that has left comes back by registering, not by rolling back", () => {
  const book = new RegistryBook();
  const register: RegistryAct = {
    act: "register",
    version: "1.0.0",
    kind: "MANIFEST",
    digest: "a".repeat(64),
    hosts: [],
  };
  const way: readonly RegistryAct[] = [
    register,
    { act: "check", version: "1.0.0", passed: true, conformance },
    { act: "promote", version: "1.0.0" },
    { act: "retire", reason: "owner left" },
    { act: "roll-back", version: "1.0.0" },
  ];
  for (const event of eventsOf(way)) book.add(event);
  expect(book.of("a")?.releases.map(({ stage }) => stage)).toEqual(["RETIRED"]);
  for (const event of eventsOf([...way, register]).slice(-1)) book.add(event);
  expect(book.of("a")?.releases.map(({ stage }) => stage)).toEqual(["DRAFT"]);
});

test("an update is rolled back to the version before, which is live again at once", () => {
  const book = new RegistryBook();
  const both = (["1.0.0", "1.1.0"] as const).flatMap((one): readonly RegistryAct[] => [
    {
      act: "register",
      version: one,
      kind: "MANIFEST",
      digest: one[2] === "0" ? "a".repeat(64) : "b".repeat(64),
      hosts: [],
    },
    { act: "check", version: one, passed: true, conformance },
    { act: "promote", version: one },
  ]);
  for (const event of eventsOf([...both, { act: "roll-back", version: "1.0.0" }])) book.add(event);
  expect(book.of("a")?.releases.map((one) => [one.version, one.stage])).toEqual([
    ["1.0.0", "LIVE"],
    ["1.1.0", "RETIRED"],
  ]);
  expect(book.of("a")?.history.map((change) => `${change.version} ${change.lifecycle}`)).toEqual([
    "1.0.0 DRAFT",
    "1.0.0 CHECKED",
    "1.0.0 LIVE",
    "1.1.0 DRAFT",
    "1.1.0 CHECKED",
    "1.0.0 RETIRED",
    "1.1.0 LIVE",
    "1.0.0 LIVE",
    "1.1.0 RETIRED",
  ]);
});
