import { describe, expect, test } from "vitest";
import type { Logger } from "#adapters/runtime/logger.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { manifestFor, startManifest } from "#tests/support/manifest-client.ts";
import { LOGIN_REPLY, startPortal } from "#tests/support/portal-server.ts";
import { KIND, listRows, openSource, SECRETS, startGuarded } from "./guarded-portal.ts";

describe("secrets", () => {
  test("a source without one that it needs is off, and asks nobody", async () => {
    await using portal = await startGuarded(() => true);
    const manifest = manifestFor(portal.url, {
      source: { authentication: { type: "bearer", secret: "UNSET" } },
      kind: KIND,
    });
    await using bench = await startManifest(manifest);
    expect((await failureOf(listRows(bench))).kind).toBe("off");
    expect(await bench.client.records("LISTING", ["1"], createCallContext())).toEqual([expect.any(UpstreamError)]);
    expect(portal.requests).toEqual([]);
  });

  test("stand in no log, no event and no error, also where everything fails", async () => {
    const said: unknown[] = [];
    const note = (...words: readonly unknown[]) => void said.push(words);
    const logger: Logger = { debug: note, info: note, warn: note, error: note };
    await using portal = await startPortal({
      "/list": () => ({ status: 500, body: "boom" }),
      "/login.do": () => LOGIN_REPLY,
    });
    const authentications = [
      { type: "apiKey", in: "query", name: "ak", secret: "KEY" },
      { type: "basic", user: "USER", password: "PASSWORD" },
      {
        type: "signed",
        algorithm: "md5",
        over: "{secret.SECRET}{timestamp}",
        query: { sign: "{signature}", key: "{secret.KEY}" },
      },
      {
        type: "login",
        request: { path: "/login.do", query: { password: "{secret.PASSWORD}", key: "{secret.KEY}" } },
        loggedIn: "status == 302",
      },
      {
        type: "token",
        request: { path: "/login.do", method: "POST", json: { secret: "{secret.SECRET}" } },
        from: "token",
      },
    ];
    for (const authentication of authentications) {
      await using bench = await openSource(portal.url, authentication, {}, logger);
      const context = createCallContext();
      const error: unknown = await listRows(bench, context).catch((reason: unknown) => reason);
      said.push(
        context.events,
        error instanceof UpstreamError ? [error.message, error.failure, String(error.cause)] : error,
      );
    }
    expect(portal.requests.length).toBeGreaterThanOrEqual(authentications.length);
    expect(said.length).toBeGreaterThan(authentications.length);
    for (const secret of Object.values(SECRETS).slice(0, 2)) expect(JSON.stringify(said)).not.toContain(secret);
    expect(JSON.stringify(said)).not.toContain("pass");
  });
});
