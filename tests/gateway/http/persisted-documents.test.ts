import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createOperatorCheck } from "#gateway/access/operator-token.ts";
import { OPERATOR, OPERATOR_TOKEN } from "#tests/support/ask-admin.ts";
import { type StartedFront, startFront } from "#tests/support/start-front.ts";
import { type TemporaryFolder, temporaryFolder } from "#tests/support/temporary-folder.ts";

const HELLO = '{ hello(name: "you") }';
const OTHER = "{ hello }";
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const persisted = (text: string) => ({ persistedQuery: { version: 1, sha256Hash: sha256(text) } });

async function ask(hub: StartedFront, body: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${hub.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  return told(response);
}

async function told(response: Response) {
  const { data, errors = [] } = (await response.json()) as {
    readonly data?: unknown;
    readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
  };
  return { status: response.status, data, codes: errors.map(({ extensions }) => extensions.code), errors };
}

const GIVEN = { data: { hello: "hello you" } };

describe("a document by its hash", () => {
  test("is asked for once, then found, also by GET and as documentId", async () => {
    await using hub = await startFront({ cache: {} });
    const unknown = await ask(hub, { extensions: persisted(HELLO) });
    expect(unknown).toMatchObject({ status: 200, codes: ["PERSISTED_QUERY_NOT_FOUND"] });
    // Some clients look for this message alone.
    expect(unknown.errors[0]?.message).toBe("PersistedQueryNotFound");
    expect(await ask(hub, { query: HELLO, extensions: persisted(HELLO) })).toMatchObject(GIVEN);
    for (const _turn of [1, 2]) expect(await ask(hub, { extensions: persisted(HELLO) })).toMatchObject(GIVEN);
    expect(await ask(hub, { documentId: `sha256:${sha256(HELLO)}` })).toMatchObject(GIVEN);
    const search = new URLSearchParams({ extensions: JSON.stringify(persisted(HELLO)) });
    const headers = { "apollo-require-preflight": "1" };
    expect(await told(await fetch(`${hub.url}/graphql?${search}`, { headers }))).toMatchObject(GIVEN);
  });

  test("takes variables and an operation's name like any other", async () => {
    await using hub = await startFront({ cache: {} });
    const query = "query A($n: String) { hello(name: $n) } query B { number }";
    const more = { operationName: "A", extensions: persisted(query) };
    await ask(hub, { query, ...more, variables: { n: "x" } });
    expect(await ask(hub, { ...more, variables: { n: "y" } })).toMatchObject({ data: { hello: "hello y" } });
  });

  test.each([
    ["of another document", { query: OTHER, extensions: persisted(HELLO) }, "BAD_REQUEST"],
    [
      "of another version",
      { query: HELLO, extensions: { persistedQuery: { version: 2, sha256Hash: sha256(HELLO) } } },
      "BAD_REQUEST",
    ],
    ["that is none", { extensions: { persistedQuery: { version: 1, sha256Hash: "" } } }, "BAD_REQUEST"],
    ["in another shape", { extensions: { persistedQuery: "x" } }, "BAD_REQUEST"],
    ["beside another name", { query: HELLO, documentId: "x" }, "BAD_REQUEST"],
    ["as documentId of nothing", { documentId: "__proto__" }, "PERSISTED_QUERY_NOT_FOUND"],
    ["as documentId that is no text", { documentId: 5 }, "BAD_REQUEST"],
    ["of nothing", {}, "BAD_REQUEST"],
  ])("%s is refused", async (_what, body, code) => {
    await using hub = await startFront({ cache: {} });
    expect((await ask(hub, body)).codes).toEqual([code]);
  });

  test("that is refused, or wrong, is not kept", async () => {
    await using hub = await startFront({ cache: {} });
    for (const query of [
      "{ nothing }",
      "{",
      `{ ${"a: hello ".repeat(3)} ${Array.from({ length: 300 }, (_, n) => `b${n}: hello`).join(" ")} }`,
    ]) {
      await ask(hub, { query, extensions: persisted(query) });
      expect((await ask(hub, { extensions: persisted(query) })).codes).toEqual(["PERSISTED_QUERY_NOT_FOUND"]);
    }
    expect(hub.caches?.figures.documents?.size).toBe(0);
  });

  test("is not taken where that is switched off", async () => {
    await using hub = await startFront({ cache: { persistedQueryBytes: 0 } });
    const refused = await ask(hub, { extensions: persisted(HELLO) });
    expect(refused.codes).toEqual(["PERSISTED_QUERY_NOT_SUPPORTED"]);
    expect(refused.errors[0]?.message).toBe("PersistedQueryNotSupported");
    expect(await ask(hub, { query: HELLO, extensions: persisted(HELLO) })).toMatchObject(GIVEN);
  });
});

describe("trusted documents", () => {
  let folder: TemporaryFolder;
  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(() => folder[Symbol.asyncDispose]());

  async function manifest(content: unknown): Promise<string> {
    const path = join(folder.path, `${sha256(JSON.stringify(content)).slice(0, 8)}.json`);
    await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
    return path;
  }
  const start = async (content: unknown) =>
    startFront({
      cache: { trustedDocuments: await manifest(content) },
      isOperator: createOperatorCheck(OPERATOR_TOKEN),
    });

  test.each([
    ["a map of hashes", { [sha256(HELLO)]: HELLO }, sha256(HELLO)],
    ["a map of other ids", { "hello-1": HELLO }, "hello-1"],
    [
      "Apollo's manifest",
      {
        format: "apollo-persisted-query-manifest",
        version: 1,
        operations: [
          {
            id: "dc67510fb4289672bea757e862d6b00e83db5d3cbbcfb15260601b6f29bb2b8f",
            name: "Hello",
            type: "query",
            body: HELLO,
          },
        ],
      },
      "dc67510fb4289672bea757e862d6b00e83db5d3cbbcfb15260601b6f29bb2b8f",
    ],
  ])("are read from %s, and found by id, hash and text", async (_what, content, id) => {
    await using hub = await start(content);
    const hashed = { persistedQuery: { version: 1, sha256Hash: id } };
    for (const body of [
      { documentId: id },
      { extensions: hashed },
      { documentId: `sha256:${sha256(HELLO)}` },
      { query: HELLO },
      { query: HELLO, extensions: persisted(HELLO) },
    ]) {
      expect(await ask(hub, body)).toMatchObject(GIVEN);
    }
  });

  test("are all that anybody but the operator may ask; a refusal takes less than 5 ms", async () => {
    await using hub = await start({ a: HELLO });
    for (const body of [{ query: OTHER }, { query: `${HELLO} ` }, { query: OTHER, extensions: persisted(OTHER) }]) {
      expect(await ask(hub, body)).toMatchObject({ status: 403, codes: ["QUERY_NOT_IN_SAFELIST"] });
    }
    expect(await ask(hub, { documentId: "b" })).toMatchObject({ codes: ["PERSISTED_QUERY_NOT_FOUND"] });
    expect(await ask(hub, { query: OTHER, extensions: persisted(OTHER) }, OPERATOR)).toMatchObject({
      data: { hello: "hello world" },
    });
    // What the operator registered is not on the list.
    expect((await ask(hub, { extensions: persisted(OTHER) })).codes).toEqual(["QUERY_NOT_IN_SAFELIST"]);
    const costly = `{ ${Array.from({ length: 5_000 }, (_, n) => `a${n}: hello`).join(" ")} }`;
    const times = [];
    for (let turn = 0; turn < 15; turn++) {
      const startedAt = performance.now();
      expect((await ask(hub, { query: `${costly} #${turn}` })).codes).toEqual(["QUERY_NOT_IN_SAFELIST"]);
      times.push(performance.now() - startedAt);
    }
    expect(Math.min(...times)).toBeLessThan(5);
  });

  test.each([
    ["no JSON", "{"],
    ["a list", [HELLO]],
    ["documents that are no texts", { a: 1 }],
    ["a manifest of another version", { format: "apollo-persisted-query-manifest", version: 2, operations: [] }],
  ])("that cannot be read stop the start: %s", async (_what, content) => {
    await expect(start(content)).rejects.toMatchObject({ name: "SettingsError" });
    await expect(startFront({ cache: { trustedDocuments: join(folder.path, "none.json") } })).rejects.toThrow("ENOENT");
  });
});
