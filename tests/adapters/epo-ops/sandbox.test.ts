import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { source } from "#adapters/epo-ops/source.ts";
import { type SandboxProcess, startSandbox } from "#adapters/runtime/sandbox/start-sandbox.ts";

const CREDENTIALS = `Basic ${Buffer.from("sandbox-key:sandbox-secret").toString("base64")}`;
let sandbox: SandboxProcess;
let bearer = "";

beforeAll(async () => {
  if (source.sandbox === undefined) throw new Error("no sandbox");
  sandbox = await startSandbox(source.sandbox, { seed: 7, patents: 200 });
  bearer = `Bearer ${(await logIn(CREDENTIALS)).value["access_token"]}`;
});

afterAll(() => sandbox.stop());

describe("the stand-in for OPS", () => {
  test("gives tokens whose lifetime is a string", async () => {
    const { status, value } = await logIn(CREDENTIALS);
    expect(status).toBe(200);
    expect(value).toMatchObject({ expires_in: "1199", token_type: "BearerToken" });
    expect((await logIn("Basic bm86Ym9keQ==")).status).toBe(401);
  });

  test("answers a bad token with 400 and an error, not with 401", async () => {
    const response = await get("published-data/publication/docdb/CN.116012345.B/biblio", {
      authorization: "Bearer old",
    });
    expect(response.status).toBe(400);
    expect(response.headers.get("www-authenticate")).toContain("invalid_token");
    expect(await response.text()).toContain("<message>invalid_access_token</message>");
  });

  test("starts documents with a stylesheet instruction and says what was used", async () => {
    const response = await get("published-data/publication/docdb/CN.116012345.B/biblio");
    expect(await response.text()).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?><\?xml-stylesheet [^>]+\?>\n<ops:world-patent-data /,
    );
    expect(response.headers.get("x-throttling-control")?.match(/idle/g)).toHaveLength(2);
    expect(response.headers.get("x-individualquotaperhour-used")).toMatch(/^\d+$/);
  });

  test("has JSON where it was asked, but errors always as XML", async () => {
    const headers = { accept: "application/json" };
    const found = await get("published-data/publication/docdb/CN.116012345.B/biblio", headers);
    expect(await found.json()).toHaveProperty(
      ["ops:world-patent-data", "exchange-documents", "exchange-document", "@kind"],
      "B",
    );
    const missing = await get("published-data/publication/docdb/CN.199999999.A/biblio", headers);
    expect([missing.status, missing.headers.get("content-type")]).toEqual([404, "application/xml"]);
    expect(await missing.text()).toContain("<code>SERVER.EntityNotFound</code>");
  });

  test.each([
    ["CN116012345.B", 400],
    ["CN.116012345", 400],
    ["CN.(116012345).B", 200],
    ["CN.116012345.B.20240820", 200],
  ])("reads the input grammar: %s gives %i", async (number, status) => {
    expect((await get(`published-data/publication/docdb/${number}/biblio`)).status).toBe(status);
  });

  test("takes a hundred numbers, in lines or between commas, and no more", async () => {
    const numbers = (count: number) => Array.from({ length: count }, (_, index) => `CN.${198_000_000 + index}.A`);
    expect((await post(["CN.116012345.B", ...numbers(99)].join("\n"))).status).toBe(200);
    expect((await post(["CN.116012345.B", ...numbers(100)].join(","))).status).toBe(413);
    const text = await (await post("CN.116012345.B,CN.199999999.A")).text();
    expect(text).toContain('doc-number="199999999" kind="A" status="not found"');
  });

  test("is told apart from the real one", async () => {
    expect((await get("family/publication/docdb/CN.116012345.B")).headers.get("x-sandbox")).toBe("stand-in");
  });

  test("counts by the operations of the adapter", async () => {
    await sandbox.resetCounts();
    await post("CN.116012345.B");
    await get("family/application/docdb/CN.202310123456.A/legal");
    expect(await sandbox.counts()).toEqual({ "biblio-by-publication": 1, family: 1 });
  });
});

async function logIn(authorization: string) {
  const response = await fetch(`${sandbox.url}/3.2/auth/accesstoken`, {
    method: "POST",
    headers: { authorization },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  return { status: response.status, value: (await response.json()) as Readonly<Record<string, string>> };
}

function get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(`${sandbox.url}/3.2/rest-services/${path}`, { headers: { authorization: bearer, ...headers } });
}

function post(body: string): Promise<Response> {
  const headers = { authorization: bearer, "content-type": "text/plain" };
  return fetch(`${sandbox.url}/3.2/rest-services/published-data/publication/docdb/biblio`, {
    method: "POST",
    headers,
    body,
  });
}
