import { describe, expect, test } from "vitest";
import { politenessOf, secretsOf, sourceOf } from "#adapters/manifest/source-of.ts";
import { POLITE_DEFAULTS } from "#adapters/runtime/politeness.ts";
import { assertWithinCeilings } from "#adapters/runtime/politeness-settings.ts";
import { manifestFor } from "#tests/support/manifest-client.ts";

const OAUTH = {
  type: "oauth2",
  tokenUrl: "https://sso.example.cn/token",
  clientId: "CLIENT",
  clientSecret: "CLIENT_SECRET",
};
const KIND = {
  list: {
    request: { path: "/list", query: { app: "{secret.APP}", page: "{page}" } },
    decode: { format: "json" },
    paging: { type: "page", size: 10 },
  },
};

describe("a source of a manifest", () => {
  const manifest = manifestFor("https://portal.example.cn/app/", { source: { authentication: OAUTH }, kind: KIND });
  const definition = sourceOf(manifest, "portal", { secrets: () => undefined });

  test("has a code of its own, and the manifest's addresses unless an operator sets others", () => {
    expect(definition.code).toBe("example-portal");
    expect(definition.settings.parse({})).toEqual({
      baseUrl: "https://portal.example.cn/app",
      tokenUrl: "https://sso.example.cn/token",
    });
    expect(definition.settings.parse({ baseUrl: "http://10.0.0.7:8080" }).baseUrl).toBe("http://10.0.0.7:8080");
    expect(definition.settings.safeParse({ baseUrl: "file:///etc/passwd" }).success).toBe(false);
  });

  test("needs the secrets of its log-in and those that its questions name", () => {
    expect(secretsOf(manifest, "portal").toSorted()).toEqual(["APP", "CLIENT", "CLIENT_SECRET"]);
    expect(secretsOf(manifest, "nobody's")).toEqual([]);
  });

  test("that the manifest does not tell is a mistake of ours", () => {
    expect(() => sourceOf(manifest, "other", { secrets: () => undefined })).toThrow("no source other");
  });
});

describe("the owner's word on how often a source is asked", () => {
  const told = {
    requestsPerSecond: 0.5,
    dailyQuota: 200,
    quietHours: [{ from: "23:00", to: "06:00" }],
    tryTimeout: "20s",
  };
  const manifest = manifestFor("https://portal.example.cn", { source: { politeness: told }, kind: KIND });
  const [source] = Object.values(manifest.sources);
  const politeness = source === undefined ? POLITE_DEFAULTS : politenessOf(source);

  test("holds, and where it says nothing the hub's polite defaults do", () => {
    expect(politeness).toMatchObject({
      requestsPerSecond: 0.5,
      dailyQuota: 200,
      quietHours: told.quietHours,
      tryTimeoutMs: 20_000,
      burst: POLITE_DEFAULTS.burst,
      concurrency: POLITE_DEFAULTS.concurrency,
    });
  });

  test("is a ceiling that no setting goes beyond", () => {
    const set = { ...NOTHING_SET, requestsPerSecond: 2 };
    expect(() => assertWithinCeilings("example-portal", politeness, set)).toThrow();
    expect(() =>
      assertWithinCeilings("example-portal", politeness, { ...NOTHING_SET, requestsPerSecond: 0.1 }),
    ).not.toThrow();
  });
});

const NOTHING_SET = { breaker: {} };
