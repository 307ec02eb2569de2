import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";

const QUERY = /* GraphQL */ `query Traced($number: String!) {
  patent(number: $number) { title listings(first: 3) { nodes { id } } }
}`;
const VARIABLES = { number: "CN202310123456.6" };
const OPERATOR = { authorization: "Bearer an-operator-of-this-hub", "hub-trace": "1" };

interface Traced {
  readonly extensions?: {
    readonly hub?: {
      readonly trace?: {
        readonly planMs: number;
        readonly totalMs: number;
        readonly plans: readonly { readonly kind: string }[];
        readonly fetches: readonly { readonly node: string; readonly kept: number; readonly asked: number }[];
      };
    };
  };
}

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub({ patents: 150, env: { HUB_ADMIN_TOKEN: "an-operator-of-this-hub" } });
});
afterAll(() => hub.stop());

async function traceOf(headers: Readonly<Record<string, string>>) {
  const { text } = await hub.ask(QUERY, VARIABLES, headers);
  return { text, trace: (JSON.parse(text) as Traced).extensions?.hub?.trace };
}

test("an operator sees the plan, and every fetch with its time and what was kept", async () => {
  const { text, trace } = await traceOf(OPERATOR);
  expect(text).not.toContain('errors":[');
  expect(trace?.plans).toMatchObject([{ kind: "sequence", steps: expect.any(Array) }]);
  expect(trace?.fetches.map(({ node }) => node)).toEqual(expect.arrayContaining(["national", "discovery"]));
  for (const fetch of trace?.fetches ?? []) {
    expect(fetch).toMatchObject({ fetch: expect.any(Number), startMs: expect.any(Number), errors: 0 });
    expect(fetch.kept + fetch.asked).toBeGreaterThan(0);
  }
  expect(trace?.totalMs).toBeGreaterThanOrEqual(trace?.planMs ?? Number.POSITIVE_INFINITY);
  const again = (await traceOf(OPERATOR)).trace;
  expect(again?.fetches.reduce((sum, { kept }) => sum + kept, 0)).toBeGreaterThan(0);
});

test("nobody else does, and an answer with a trace is never given to another", async () => {
  expect((await traceOf({ "hub-trace": "1" })).text).toContain("FORBIDDEN");
  expect((await traceOf({ "hub-trace": "maybe" })).text).toContain("BAD_REQUEST");
  await traceOf(OPERATOR);
  expect((await traceOf({})).trace).toBeUndefined();
});
