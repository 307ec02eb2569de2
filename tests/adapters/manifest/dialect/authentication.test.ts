import { createHash, createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createCallContext } from "#tests/support/call-context.ts";
import { manifestFor, startManifest } from "#tests/support/manifest-client.ts";
import { jsonReply, type PortalPage } from "#tests/support/portal-server.ts";
import { HAS_ALL, KIND, listRows, openSource, SECRETS, startGuarded } from "./guarded-portal.ts";

describe("a source that knows the hub by", () => {
  test.each([
    [
      "a key in a header",
      { type: "apiKey", name: "X-Api-Key", secret: "KEY", prefix: "Key " },
      ({ request }) => request.headers["x-api-key"] === "Key key-of-the-hub",
    ],
    [
      "a key in the query",
      { type: "apiKey", in: "query", name: "ak", secret: "KEY" },
      ({ fields }) => fields.get("ak") === "key-of-the-hub" && fields.get("page") === "1",
    ],
    [
      "basic authentication",
      { type: "basic", user: "USER", password: "PASSWORD" },
      ({ request }) => request.headers.authorization === `Basic ${Buffer.from("hub:pass word&1").toString("base64")}`,
    ],
    [
      "a bearer's token",
      { type: "bearer", secret: "KEY" },
      ({ request }) => request.headers.authorization === "Bearer key-of-the-hub",
    ],
  ] as const satisfies readonly (readonly [string, unknown, (question: Parameters<PortalPage>[0]) => boolean])[])(
    "%s is asked so",
    async (_name, authentication, isKnown) => {
      await using portal = await startGuarded(isKnown);
      await using bench = await openSource(portal.url, authentication);
      expect(await listRows(bench)).toMatchObject(HAS_ALL);
    },
  );

  test("a signature over identity, time and nonce (HMAC, base64) is asked with a new one each time", async () => {
    const used = new Set<string>();
    await using portal = await startGuarded(({ request: { headers } }) => {
      const [id, at, nonce] = [headers["x-client-id"], headers["x-timestamp"], headers["x-nonce"]].map(String);
      const due = createHmac("sha256", SECRETS.SECRET).update(`${id}${at}${nonce}`).digest("base64");
      const isNew = !used.has(nonce ?? "");
      used.add(nonce ?? "");
      return isNew && headers["x-signature"] === due && Math.abs(Number(at) - Date.now()) < 600_000;
    });
    await using bench = await openSource(portal.url, {
      type: "signed",
      algorithm: "hmac-sha256",
      over: "{secret.KEY}{timestamp}{nonce}",
      secret: "SECRET",
      encoding: "base64",
      timestamp: "epoch-ms",
      headers: {
        "X-Client-Id": "{secret.KEY}",
        "X-Timestamp": "{timestamp}",
        "X-Nonce": "{nonce}",
        "X-Signature": "{signature}",
      },
    });
    expect(await listRows(bench)).toMatchObject(HAS_ALL);
    bench.runtimes[0]?.clearCache();
    expect(await listRows(bench)).toMatchObject(HAS_ALL);
    expect(used.size).toBe(2);
  });

  test.each(["md5", "sm3", "sha256"])(
    "%s over key, secret and time, in a parameter of JSON, is asked so",
    async (algorithm) => {
      await using portal = await startGuarded(({ fields }) => {
        const { appKey, sign, requestTime, page } = JSON.parse(fields.get("data") ?? "{}");
        const due = createHash(algorithm)
          .update(`${SECRETS.KEY}${SECRETS.SECRET}${requestTime}`)
          .digest("hex")
          .toUpperCase();
        return appKey === SECRETS.KEY && sign === due && /^\d{14}$/.test(requestTime) && page === 1;
      });
      const manifest = manifestFor(portal.url, {
        source: {
          authentication: {
            type: "signed",
            algorithm,
            over: "{secret.KEY}{secret.SECRET}{timestamp}",
            encoding: "HEX",
          },
        },
        kind: {
          list: {
            ...KIND.list,
            request: {
              path: "/list",
              query: {
                data: '{{"appKey":"{secret.KEY}","sign":"{signature}","requestTime":"{timestamp}","page":{page}}',
              },
            },
          },
        },
      });
      await using bench = await startManifest(manifest, { secrets: SECRETS });
      expect(await listRows(bench)).toMatchObject(HAS_ALL);
    },
  );

  test("a token asked for first gets it with each question, and one token serves them all", async () => {
    await using portal = await startGuarded(({ request }) => request.headers["x-token"] === "T1", {
      "/token": ({ fields }) =>
        jsonReply(fields.get("secret") === SECRETS.SECRET ? { data: { token: "T1" } } : { data: null }),
    });
    const manifest = manifestFor(portal.url, {
      source: {
        authentication: {
          type: "token",
          request: { path: "/token", method: "POST", form: { secret: "{secret.SECRET}" } },
          from: "data.token",
        },
      },
      kind: { list: { ...KIND.list, request: { ...KIND.list.request, headers: { "X-Token": "{token}" } } } },
    });
    await using bench = await startManifest(manifest, { secrets: SECRETS });
    await Promise.all([listRows(bench), listRows(bench, createCallContext(), 1), listRows(bench)]);
    bench.runtimes[0]?.clearCache();
    expect(await listRows(bench)).toMatchObject(HAS_ALL);
    expect(portal.requests.filter(({ path }) => path === "/token")).toHaveLength(1);
  });

  test("client credentials (OAuth 2.0) gets a token of them, for as long as it lasts", async () => {
    const now = { at: Date.now() };
    const issued: string[] = [];
    await using portal = await startGuarded(
      ({ request }) => request.headers.authorization === `Bearer ${issued.at(-1)}`,
      {
        "/oauth/token": ({ fields, request }) => {
          const known = `Basic ${Buffer.from("key-of-the-hub:secret-of-the-hub").toString("base64")}`;
          if (request.headers.authorization !== known || fields.get("grant_type") !== "client_credentials")
            return { status: 400, body: '{"error":"invalid_client"}' };
          issued.push(`T${issued.length}`);
          return jsonReply({ access_token: issued.at(-1), token_type: "Bearer", expires_in: "120" });
        },
      },
    );
    const authentication = {
      type: "oauth2",
      tokenUrl: `${portal.url}/oauth/token`,
      clientId: "KEY",
      clientSecret: "SECRET",
      scope: "read",
    };
    const manifest = manifestFor(portal.url, { source: { authentication }, kind: KIND });
    const timer = {
      now: () => now.at,
      after: (ms: number, wake: () => void) => {
        const id = setTimeout(wake, ms);
        return () => clearTimeout(id);
      },
    };
    await using bench = await startManifest(manifest, { secrets: SECRETS, runtime: { timer } });
    const ask = () => {
      bench.runtimes[0]?.clearCache();
      return listRows(bench, createCallContext({ clock: { now: () => now.at } }));
    };
    await ask();
    now.at += 60_000;
    await ask();
    expect(issued).toHaveLength(1);
    now.at += 60_000;
    expect(await ask()).toMatchObject(HAS_ALL);
    expect(issued).toHaveLength(2);
  });
});
