import { serverAudits } from "graphql-http";
import { afterAll, describe, expect, test } from "vitest";
import { startFront } from "#tests/support/start-front.ts";

const started = startFront();
afterAll(async () => (await started)[Symbol.asyncDispose]());

const fetchFn = (url: string, init?: RequestInit) =>
  fetch(url, { ...init, headers: { ...init?.headers, "hub-require-preflight": "1" } });

const audits = serverAudits({ url: async () => `${(await started).url}/graphql`, fetchFn });

describe("the audits of GraphQL over HTTP", () => {
  test("are all there", () => expect(audits).toHaveLength(61));

  test.each(audits.map(({ id, name, fn }) => ({ id, name, fn })))("$id $name", async ({ fn }) => {
    expect((await fn()).status).toBe("ok");
  });
});
