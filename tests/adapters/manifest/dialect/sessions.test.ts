import { describe, expect, test } from "vitest";
import { createCallContext } from "#tests/support/call-context.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { manifestFor, startManifest } from "#tests/support/manifest-client.ts";
import { LOGIN_REPLY, type PortalPage, pageReply } from "#tests/support/portal-server.ts";
import { HAS_ALL, KIND, listRows, openSource, startGuarded } from "./guarded-portal.ts";

describe("a session", () => {
  const LOG_IN = {
    type: "login",
    request: { path: "/login.do", query: { username: "guest", dblist: "us;cn" } },
    loggedIn: 'headers["set-cookie"].contains("JSESSIONID")',
  };

  /** A portal of sessions: guests log in by an address, as many as want; `end` ends all that are open. */
  async function startSessions(logIn?: PortalPage) {
    const sessions = new Set<string>();
    let opened = 0;
    const portal = await startGuarded(
      ({ request }) => [...sessions].some((id) => request.headers.cookie?.includes(`JSESSIONID=${id}`)),
      {
        "/login.do":
          logIn ??
          ((question) => {
            if (question.fields.get("username") !== "guest") return LOGIN_REPLY;
            opened += 1;
            sessions.add(`S${opened}`);
            return {
              status: 302,
              headers: {
                location: "/index.jsp",
                "set-cookie": [`JSESSIONID=S${opened}; Path=/; HttpOnly`, "lang=zh; Max-Age=600", "old=; Max-Age=0"],
              },
              body: "",
            };
          }),
      },
    );
    return { portal, end: () => sessions.clear(), opened: () => opened };
  }

  test("is opened once for all who wait, by an address and a redirect with cookies", async () => {
    const { portal, opened } = await startSessions();
    await using _portal = portal;
    await using bench = await openSource(portal.url, LOG_IN);
    await Promise.all([listRows(bench), listRows(bench), listRows(bench, createCallContext(), 1)]);
    expect(opened()).toBe(1);
    expect(portal.requests.find(({ path }) => path.startsWith("/list"))?.headers.cookie).toBe("JSESSIONID=S1; lang=zh");
  });

  test("that the portal ended early is opened anew, once", async () => {
    const { portal, end, opened } = await startSessions();
    await using _portal = portal;
    await using bench = await openSource(portal.url, LOG_IN);
    await listRows(bench);
    end();
    bench.runtimes[0]?.clearCache();
    expect(await listRows(bench)).toMatchObject(HAS_ALL);
    expect(opened()).toBe(2);
  });

  test("that the portal ended is opened anew also where what is kept stood in for the log-in page", async () => {
    const { portal, end, opened } = await startSessions();
    await using _portal = portal;
    const now = { at: Date.now() };
    const timer = {
      now: () => now.at,
      after: (ms: number, wake: () => void) => {
        const id = setTimeout(wake, ms);
        return () => clearTimeout(id);
      },
    };
    const manifest = manifestFor(portal.url, { source: { authentication: { ...LOG_IN, lasts: "9h" } }, kind: KIND });
    await using bench = await startManifest(manifest, { runtime: { timer } });
    const ask = async () => {
      const { items } = await listRows(bench, createCallContext({ clock: timer }));
      return [items[0]?.freshness, opened()];
    };
    expect(await ask()).toEqual(["FRESH", 1]);
    end();
    now.at += 3_600_000;
    expect(await ask()).toEqual(["STALE", 1]);
    now.at += 60_000;
    expect(await ask()).toEqual(["FRESH", 2]);
  });

  test("is not needed for what is kept", async () => {
    const { portal, end, opened } = await startSessions();
    await using _portal = portal;
    await using bench = await openSource(portal.url, { ...LOG_IN, lasts: "1s" });
    await listRows(bench);
    end();
    portal.forget();
    expect(await listRows(bench)).toMatchObject(HAS_ALL);
    expect([portal.requests.length, opened()]).toEqual([0, 1]);
  });

  test.each([
    ["a captcha", () => pageReply('<div class="slider-captcha">请完成滑动验证</div>')],
    ["a page without a cookie", () => pageReply("欢迎")],
    ["a refusal", () => ({ status: 403, body: "" })],
    ["nothing of the kind", () => ({ status: 404, body: "" })],
  ] as const)("that ends at %s is a log-in required, and no trick is tried", async (_name, logIn) => {
    const { portal } = await startSessions(logIn);
    await using _portal = portal;
    await using bench = await openSource(portal.url, LOG_IN);
    expect((await failureOf(listRows(bench))).kind).toBe("login-required");
    expect(portal.requests.map(({ path }) => path.split("?")[0])).toEqual(["/login.do"]);
  });

  test("that does not help is asked for twice at most", async () => {
    const { portal } = await startSessions(() => ({ headers: { "set-cookie": "JSESSIONID=nobody's" }, body: "ok" }));
    await using _portal = portal;
    await using bench = await openSource(portal.url, LOG_IN);
    expect((await failureOf(listRows(bench))).kind).toBe("login-required");
    expect((await failureOf(listRows(bench))).kind).toBe("login-required");
    expect(portal.requests.length).toBeLessThanOrEqual(6);
  });
});
