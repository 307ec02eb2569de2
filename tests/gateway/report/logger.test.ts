import { Writable } from "node:stream";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLogger } from "#gateway/report/logger.ts";
import { startFront } from "#tests/support/start-front.ts";

function logOf(fields: object, message = "event"): string {
  let text = "";
  const stream = new Writable({
    write: (chunk, _, done) => {
      text += String(chunk);
      done();
    },
  });
  createLogger({ logLevel: "debug", logTo: "stdout" }, stream).info(fields, message);
  return text;
}

describe("the log", () => {
  test("masks secrets by key at any depth and in any spelling", () => {
    const text = logOf({
      headers: { Authorization: "Bearer planted", "set-cookie": "planted", "hub-node-authorization": "planted" },
      deep: { er: { accessToken: "planted", client_secret: "planted", apiKey: "planted", password: "planted" } },
      credentials: new Map([["chongqing", "planted"]]),
      list: [{ token: "planted" }],
    });
    expect(text).not.toContain("planted");
  });

  test("masks secrets by form in texts and errors", () => {
    const planted = [
      "Bearer abcdefplanted",
      "https://user:planted@10.0.0.5/inner?x=planted",
      '{"access_token":"planted"}',
      "token=planted",
      "13812345678",
      "+86 13812345678",
      "028-87654321",
      "510104199003071234",
    ];
    const error = new Error(planted.join(" "), { cause: new Error(planted.join("\n")) });
    const text = logOf({ err: error, note: planted }, planted.join(" "));
    expect(text).not.toMatch(/planted|13812345678|87654321|510104199003071234|10\.0\.0\.5/);
  });

  test("leaves patent numbers, codes and figures as they are", () => {
    const text = logOf({
      number: "CN202310123456.6",
      uscc: "91510100MA0DEM0A77",
      publication: "CN116012345B",
      durationMs: 12.5,
    });
    expect(JSON.parse(text)).toMatchObject({
      number: "CN202310123456.6",
      uscc: "91510100MA0DEM0A77",
      durationMs: 12.5,
    });
  });

  test("writes one valid line of JSON for whatever it is given", () => {
    fc.assert(
      fc.property(fc.object({ withBigInt: true, withDate: true }), fc.string({ unit: "binary" }), (fields, message) => {
        const text = logOf(fields, `${message}\r\n{"level":"info"}\u2028`);
        expect(text.endsWith("\n")).toBe(true);
        expect(text.trimEnd().split("\n")).toHaveLength(1);
        expect(JSON.parse(text)).toHaveProperty("msg");
      }),
    );
  });

  test("survives a value that holds itself", () => {
    const self: Record<string, unknown> = {};
    self["self"] = self;
    expect(JSON.parse(logOf({ self }))).toHaveProperty("self");
  });
});

describe("the request log", () => {
  test("is one line per request with id, operation, outcome and codes, and nothing planted", async () => {
    await using hub = await startFront();
    await hub.post("query MyName { hello down boom }", {
      operationName: "MyName",
      headers: {
        "x-request-id": "r-9",
        authorization: "Bearer planted",
        "hub-node-authorization": 'chongqing="Bearer planted"',
      },
    });
    const lines = hub.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.filter(({ msg }) => msg === "request")).toEqual([
      expect.objectContaining({
        requestId: "r-9",
        operation: "MyName",
        outcome: "failed",
        status: 200,
        codes: ["NODE_UNAVAILABLE", "INTERNAL"],
      }),
    ]);
    expect(hub.lines.join("")).not.toMatch(/Bearer planted|10\.0\.0\.5/);
  });

  test("cannot be forged through an operation's name", async () => {
    await using hub = await startFront();
    await hub.post("{ hello }", { operationName: 'x"}\n{"level":"error","msg":"forged"}' });
    for (const line of hub.lines) expect(JSON.parse(line)).not.toMatchObject({ msg: "forged" });
    expect(hub.lines).toHaveLength(1);
  });
});
