import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSignatureVerifier, readSignatureKeys, signRequest } from "#subgraphs/runtime/message-signature.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";

const NEW = { id: "new", secret: "0123456789abcdef-new" };
const OLD = { id: "old", secret: "0123456789abcdef-old" };
const URL_OF_NODE = "http://127.0.0.1:4001/graphql";
const clock = new ManualClock();

interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

async function signed(
  headers: Readonly<Record<string, string>> = {},
  key = NEW,
  body = '{"query":"{ ok }"}',
): Promise<Received> {
  const request = {
    method: "POST" as const,
    url: URL_OF_NODE,
    headers: { "content-type": "application/json", ...headers },
    body,
  };
  return { ...request, headers: await signRequest(request, key, clock) };
}

const verifier = (keys = [NEW, OLD]) => createSignatureVerifier(keys, clock);

describe("a signed request", () => {
  test.each([NEW, OLD])("of either key ($id) is accepted, once", async (key) => {
    const verify = verifier();
    const request = await signed({ authorization: "Bearer mine" }, key);
    expect(await verify(request)).toBe(true);
    expect(await verify(request)).toBe(false);
  });

  test("sent many times at once is accepted once", async () => {
    const verify = verifier();
    const request = await signed();
    const accepted = await Promise.all(Array.from({ length: 20 }, () => verify(request)));
    expect(accepted.filter(Boolean)).toHaveLength(1);
  });

  test("of a key that is no longer valid, or of another secret under its name, is refused", async () => {
    expect(await verifier([NEW])(await signed({}, OLD))).toBe(false);
    expect(await verifier([NEW])(await signed({}, { ...NEW, secret: OLD.secret }))).toBe(false);
    expect(await verifier([])(await signed())).toBe(false);
  });

  test.each([
    [-6, false],
    [-5, true],
    [0, true],
    [65, true],
    [66, false],
    [3_600, false],
  ])("that is %i s old is accepted: %s", async (ageS, expected) => {
    const request = await signed();
    const verify = createSignatureVerifier([NEW], { now: () => clock.now() + ageS * 1_000 });
    expect(await verify(request)).toBe(expected);
  });

  test("leaves nothing of the secret or the credential in what it adds", async () => {
    const { headers } = await signed({ authorization: "Bearer mine" });
    const { authorization: _own, ...added } = headers;
    expect(JSON.stringify(added)).not.toMatch(/mine|0123456789abcdef/);
  });
});

describe("whatever is altered on the way is refused", () => {
  test("any one byte of the body", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1 }), fc.nat(), async (text, at) => {
        const body = JSON.stringify({ query: text });
        const place = at % body.length;
        const altered = `${body.slice(0, place)}${body[place] === "x" ? "y" : "x"}${body.slice(place + 1)}`;
        expect(await verifier()({ ...(await signed({}, NEW, body)), body: altered })).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  test.each<[string, (request: Received) => Partial<Received>]>([
    ["the method", () => ({ method: "PUT" })],
    ["the path", () => ({ url: URL_OF_NODE.replace("graphql", "other") })],
    [
      "the body together with its digest",
      ({ headers }) => ({
        body: "{}",
        headers: { ...headers, "content-digest": "sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:" },
      }),
    ],
    ["a header that was signed", ({ headers }) => ({ headers: { ...headers, authorization: "Bearer theirs" } })],
    ["a header that was signed, now gone", ({ headers: { authorization: _gone, ...headers } }) => ({ headers })],
    ["the media type", ({ headers }) => ({ headers: { ...headers, "content-type": "text/plain" } })],
    ["the signature", ({ headers }) => ({ headers: { ...headers, signature: "hub=:AAAA:" } })],
    ["all of the signature", ({ headers: { signature: _a, "signature-input": _b, ...headers } }) => ({ headers })],
    ["the time", edited(/created=\d+/, () => `created=${Math.floor(clock.now() / 1_000) + 1}`)],
    ["the nonce", edited(/nonce="[^"]*"/, () => 'nonce="other"')],
    ["the key's name", edited(/keyid="new"/, () => 'keyid="old"')],
    ["the nonce, now gone", edited(/;nonce="[^"]*"/, () => "")],
    ["the list of what is signed", edited(/"content-digest" /, () => "")],
    ["the list, emptied", edited(/\([^)]*\)/, () => "()")],
    ["the list, to rubbish", edited(/^.*$/, () => "((((")],
  ])("%s", async (_what, alter) => {
    const request = await signed({ authorization: "Bearer mine" });
    const altered = { ...request, ...alter(request) };
    expect(altered).not.toEqual(request);
    expect(await verifier()(altered)).toBe(false);
    expect(await verifier()(request)).toBe(true);
  });

  test.each(["authorization", "accept-language", "hub-deadline-ms", "x-request-id", "traceparent"])(
    "%s added without being signed",
    async (name) => {
      const request = await signed();
      expect(await verifier()({ ...request, headers: { ...request.headers, [name]: "x" } })).toBe(false);
    },
  );

  test("a second signature beside a replayed one does not renew it", async () => {
    const verify = verifier();
    const request = await signed();
    expect(await verify(request)).toBe(true);
    const input = request.headers["signature-input"] ?? "";
    const fresh = input.replace(/^hub=/, "more=").replace(/nonce="[^"]*"/, 'nonce="unseen"');
    const twoInputs = [`${input}, ${fresh}`, `${fresh}, ${input}`];
    for (const both of twoInputs) {
      const signature = `${request.headers["signature"]}, more=:AAAA:`;
      expect(await verify({ ...request, headers: { ...request.headers, "signature-input": both, signature } })).toBe(
        false,
      );
    }
  });

  function edited(pattern: RegExp, by: () => string) {
    return ({ headers }: Received) => ({
      headers: { ...headers, "signature-input": (headers["signature-input"] ?? "").replace(pattern, by()) },
    });
  }
});

test.each([
  ["", []],
  [" a:0123456789abcdef , b:fedcba9876543210 ", ["a", "b"]],
  ["a:0123456789:abcdef", ["a"]],
  ["a:0123456789abcde", undefined],
  ["a:0123456789 abcdef", undefined],
  ["a b:0123456789abcdef", undefined],
  ["0123456789abcdef", undefined],
  ["a:0123456789abcdef,a:fedcba9876543210", undefined],
  ["a:0123456789abcdef,b:0123456789abcdef,c:0123456789abcdef", undefined],
])("keys %j are read as %j", (text, ids) => {
  expect(readSignatureKeys(text)?.map(({ id }) => id)).toEqual(ids);
});
