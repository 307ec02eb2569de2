import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ReadyBody } from "#gateway/http/ready-body.ts";
import { startFront } from "#tests/support/start-front.ts";

/** As `response.end(body, "latin1")` sends it. */
async function sent(json: string): Promise<Buffer> {
  const body = await new ReadyBody(json).as(undefined);
  return typeof body === "string" ? Buffer.from(body, "latin1") : body;
}

describe("a body", () => {
  test("is sent as UTF-8, whatever is in it", async () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string(),
      fc.constantFrom("a".repeat(8_192), "a".repeat(8_193), "é".repeat(4_096), "\u0080", "中"),
    );
    await fc.assert(
      fc.asyncProperty(text, async (json) => {
        expect(await sent(json)).toEqual(Buffer.from(json));
        expect(new ReadyBody(json).memory).toBe(Buffer.byteLength(json));
      }),
    );
  });

  test("has one hash for one content, short or long", () => {
    for (const json of ["{}", '"中"', "x".repeat(20_000)]) {
      expect(new ReadyBody(json).hash).toBe(new ReadyBody(json).hash);
      expect(new ReadyBody(json).hash).not.toBe(new ReadyBody(`${json} `).hash);
    }
  });
});

test.each([
  ["short text", "plain"],
  ["text of other alphabets", "naïve 专利"],
  ["text of one byte a character that is none in UTF-8", "é"],
  ["long text", "long ".repeat(5_000)],
])("an answer of %s arrives whole, plain and compressed", async (_what, text) => {
  await using hub = await startFront({ run: async () => ({ kind: "executed", body: { data: { text } } }) });
  for (const encoding of ["identity", "gzip", "br"]) {
    const response = await hub.post("{ text }", { headers: { "accept-encoding": encoding } });
    const whole = JSON.stringify({ data: { text } });
    if (encoding === "identity") {
      expect(response.headers.get("content-length")).toBe(String(Buffer.byteLength(whole)));
    }
    expect(await response.text()).toBe(whole);
  }
});
