import { buildSchema, parse } from "graphql";
import { describe, expect, test } from "vitest";
import { toNodeHints } from "#subgraphs/runtime/node-hints.ts";
import { SourceLedger } from "#subgraphs/runtime/source-report.ts";
import { readStaticHints } from "#subgraphs/runtime/static-hints.ts";

const SCHEMA = buildSchema(`
  directive @cacheControl(maxAge: Int, scope: CacheControlScope) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  directive @private on OBJECT
  enum CacheControlScope { PUBLIC PRIVATE }
  type Query {
    rule(day: String): Rule @cacheControl(maxAge: 600)
    plain: Rule
    things: [Thing] @cacheControl(maxAge: 300)
    live: Live
    mine: Int @cacheControl(maxAge: 5, scope: PRIVATE)
    cases: [CaseFile]
    _entities: [_Entity]
  }
  type Rule { fee: Int text: String @cacheControl(maxAge: 60) }
  interface Thing { id: ID state: String }
  type A implements Thing { id: ID state: String @cacheControl(maxAge: 7) }
  type B implements Thing { id: ID state: String }
  type Live @cacheControl(maxAge: 0) { now: Int }
  interface CaseFile { number: ID }
  type OneCase implements CaseFile @private { number: ID }
  union _Entity = A | B | Live | OneCase
`);

describe("hints in the schema", () => {
  test.each([
    ["a hinted field", "{ rule { fee } }", 600_000, false, true],
    ["the shortest of several", "{ rule { fee text } }", 60_000, false, true],
    ["a part that nothing is said about", "{ rule { fee } plain { fee } }", 600_000, false, false],
    ["hints below, which do not tell whether it is there", "{ plain { text } }", 60_000, false, false],
    ["its own type", "{ __typename }", Number.POSITIVE_INFINITY, false, true],
    ["a type's own", "{ live { now } }", 0, false, true],
    ["types that may stand behind an interface", "{ things { id state } }", 7_000, false, true],
    ["only what is asked of them", "{ things { id } }", 300_000, false, true],
    ["a fragment", "{ rule { ...F } } fragment F on Rule { text }", 60_000, false, true],
    ["a private field", "{ mine }", 5_000, true, true],
    ["an interface of private types alone", "{ cases { number } }", Number.POSITIVE_INFINITY, true, false],
    ["an entity, whatever else may be one", "{ _entities { __typename ... on A { state } } }", 7_000, false, false],
    ["an entity whose type has a hint", "{ _entities { __typename ... on Live { now } } }", 0, false, true],
    ["whether an entity is there", "{ _entities { __typename } }", Number.POSITIVE_INFINITY, false, false],
    ["a private entity", "{ _entities { ... on OneCase { number } } }", Number.POSITIVE_INFINITY, true, false],
  ])("are read: %s", (_what, query, maxAgeMs, isPrivate, isWhole) => {
    expect(readStaticHints(SCHEMA, parse(query))).toEqual({ maxAgeMs, isPrivate, isWhole });
  });
});

describe("a node's hints", () => {
  const MORNING = Date.parse("2026-11-28T09:00:00+08:00");
  const event = {
    source: "s",
    operation: "o",
    outcome: "OK",
    upstreamCalls: 0,
    cacheHits: 0,
    ageMs: 0,
    durationMs: 0,
  } as const;
  const asked = (ttlMs: number, isPrivate = false, keepMs?: number) => {
    const ledger = new SourceLedger("n");
    ledger.record({ ...event, ttlMs, isPrivate, ...(keepMs === undefined ? {} : { keepMs }) });
    return ledger;
  };

  test("are those of its sources, shortened by the schema", () => {
    const whole = { maxAgeMs: 60_000, isPrivate: false, isWhole: true };
    expect(toNodeHints(asked(10_000), whole, MORNING)).toMatchObject({ ttlMs: 10_000, isPrivate: false });
    expect(toNodeHints(asked(90_000, true), whole, MORNING)).toMatchObject({ ttlMs: 60_000, isPrivate: true });
    expect(toNodeHints(asked(0), whole, MORNING).ttlMs).toBe(0);
  });

  test("without a source are the schema's, where it speaks for all of the answer", () => {
    const silent = new SourceLedger("n");
    expect(toNodeHints(silent, { maxAgeMs: 60_000, isPrivate: false, isWhole: true }, MORNING).ttlMs).toBe(60_000);
    expect(toNodeHints(silent, { maxAgeMs: 60_000, isPrivate: false, isWhole: false }, MORNING).ttlMs).toBe(0);
  });

  test("do not reach over midnight in China, where legal states and fees may change", () => {
    const late = Date.parse("2026-11-28T23:59:30+08:00");
    const nothing = { maxAgeMs: Number.POSITIVE_INFINITY, isPrivate: false, isWhole: false };
    expect(toNodeHints(asked(3_600_000), nothing, late).ttlMs).toBe(30_000);
    expect(toNodeHints(asked(3_600_000), nothing, late + 30_000).ttlMs).toBe(3_600_000);
  });

  test("end with the time for which an owner lets anything be kept", () => {
    const nothing = { maxAgeMs: Number.POSITIVE_INFINITY, isPrivate: false, isWhole: false };
    const hints = (ttlMs: number, keepMs: number) => toNodeHints(asked(ttlMs, false, keepMs), nothing, MORNING);
    expect(hints(60_000, 100_000)).toMatchObject({
      ttlMs: 60_000,
      staleWhileRevalidateMs: 40_000,
      staleIfErrorMs: 40_000,
    });
    expect(hints(60_000, 30_000).ttlMs).toBe(30_000);
    expect(hints(60_000, 30_000)).not.toHaveProperty("staleIfErrorMs");
    expect(hints(60_000, 0).ttlMs).toBe(0);
  });

  test("allow as much time again past their time, a day where the node fails, and neither over midnight", () => {
    const nothing = { maxAgeMs: Number.POSITIVE_INFINITY, isPrivate: false, isWhole: false };
    const stale = (ttlMs: number, time: string, isPrivate = false) => {
      const hints = toNodeHints(asked(ttlMs, isPrivate), nothing, Date.parse(`2026-11-28T${time}+08:00`));
      return [hints.staleWhileRevalidateMs, hints.staleIfErrorMs];
    };
    expect(stale(60_000, "09:00:00")).toEqual([60_000, 15 * 3_600_000 - 60_000]);
    expect(stale(60_000, "23:58:30")).toEqual([30_000, 30_000]);
    for (const none of [stale(60_000, "23:59:30"), stale(0, "09:00:00"), stale(60_000, "09:00:00", true)])
      expect(none).toEqual([undefined, undefined]);
  });
});
