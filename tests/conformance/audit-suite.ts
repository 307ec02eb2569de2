import { serverAudits } from "graphql-http";
import { describe, expect, test } from "vitest";

/** All 61 audits of GraphQL over HTTP against one server, each to be plain "ok": no warning, no notice. */
export function describeAudits(url: () => Promise<string>): void {
  const fetchFn = (address: string, init?: RequestInit) =>
    fetch(address, { ...init, headers: { ...init?.headers, "hub-require-preflight": "1" } });
  const audits = serverAudits({ url: async () => `${await url()}/graphql`, fetchFn });

  describe("the audits of GraphQL over HTTP", () => {
    test("are all there", () => expect(audits).toHaveLength(61));

    test.each(audits.map(({ id, name, fn }) => ({ id, name, fn })))("$id $name", async ({ fn }) => {
      expect((await fn()).status).toBe("ok");
    });
  });
}
