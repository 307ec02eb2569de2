import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { watchTurns } from "#tests/bench/thread-cpu.ts";
import { startFront } from "#tests/support/start-front.ts";
import { ATTACKS } from "./attack-corpus.ts";

const started = startFront();
afterAll(async () => (await started)[Symbol.asyncDispose]());

async function send(body: string | Uint8Array<ArrayBuffer>): Promise<{ status: number; text: string }> {
  const { url } = await started;
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    body,
    headers: { "content-type": "application/json", accept: "application/graphql-response+json" },
  });
  return { status: response.status, text: await response.text() };
}

describe("over HTTP", () => {
  test.each(ATTACKS)("$name gets JSON, a stable code and never a 5xx", async ({ text, code }) => {
    const answer = await send(JSON.stringify({ query: text }));
    expect(answer.status).toBeLessThan(500);
    expect(answer.text.length).toBeLessThan(300_000);
    if (code === null) return;
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({ errors: [{ extensions: { code } }] });
  });

  test("the whole corpus never holds the event loop for 50 ms of CPU time", async () => {
    const turns: number[] = [];
    // The best of three rounds: what is compiled and collected meanwhile is not the guards' doing.
    for (let round = 0; round < 3; round += 1) turns.push(await longestTurn());
    expect(Math.min(...turns)).toBeLessThan(50);
  });

  test("10,000 random bodies give no 5xx and leave the hub answering", async () => {
    const fragment = fc.constantFrom(
      "{",
      "}",
      "query",
      " ",
      "hello",
      "scope",
      "...",
      "on",
      "fragment",
      "F",
      "Query",
      "(",
      ")",
      ":",
      '"',
      "$",
      "@",
      "[",
      "]",
      "!",
      "\u0000",
      "成",
      "#",
      "\n",
      "1",
      "null",
    );
    const document = fc.array(fragment, { maxLength: 30 }).map((parts) => parts.join(""));
    const bodies = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.json({ maxDepth: 3 }),
      document.map((query) => JSON.stringify({ query })),
      fc
        .record({ query: document, operationName: fc.anything(), variables: fc.anything(), extensions: fc.anything() })
        .map(toJson),
    );
    const samples = fc.sample(bodies, { numRuns: 10_000, seed: 20_260_214 });
    const statuses = new Map<number, number>();
    for (let at = 0; at < samples.length; at += 50) {
      const answers = await Promise.all(samples.slice(at, at + 50).map((body) => send(body)));
      for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect([...statuses.keys()].filter((status) => status >= 500)).toEqual([]);
    expect(statuses.get(400)).toBeGreaterThan(5_000);
    expect((await send('{"query":"{ hello }"}')).status).toBe(200);
  }, 60_000);

  test("random bytes give no 5xx", async () => {
    const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => new Uint8Array(array));
    for (const body of fc.sample(bytes, { numRuns: 300, seed: 7 })) expect((await send(body)).status).toBeLessThan(500);
  });
});

/** Milliseconds of CPU time, validation by the engine included: what other processes take of the machine does not count. */
async function longestTurn(): Promise<number> {
  const turns = watchTurns();
  for (const { text } of ATTACKS) await send(JSON.stringify({ query: text }));
  return turns.end();
}

/** Values that JSON cannot hold become what JSON makes of them. */
function toJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === "bigint" ? String(inner) : inner)) ?? "";
}
