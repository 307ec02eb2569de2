import { describe, expect, test } from "vitest";
import { createCallContext } from "#tests/support/call-context.ts";
import { ask, createTestCaller } from "#tests/support/caller.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";
import { answerJson, inTurn, redirectTo } from "#tests/support/upstream-faults.ts";

describe("redirects", () => {
  test("are followed on the source's own host, three at most", async () => {
    await using upstream = await startUpstream(
      inTurn(redirectTo("/b"), redirectTo("c?x=1#d", 307), answerJson({ a: 1 })),
    );
    await using caller = createTestCaller(upstream);
    const context = createCallContext();
    expect(await caller.call(ask(upstream), context)).toMatchObject({ value: { a: 1 } });
    expect(upstream.requests.map((request) => request.path)).toEqual(["/a", "/b", "/c?x=1"]);
    expect(context.events).toMatchObject([{ upstreamCalls: 3 }]);
    upstream.answer(redirectTo("/a"));
    expect(await failureOf(caller.call(ask(upstream), createCallContext()))).toMatchObject({
      kind: "rejected",
      status: 302,
    });
    expect(upstream.requests).toHaveLength(3 + 4);
  });

  test("to a host that the operator did not name are refused", async () => {
    await using elsewhere = await startUpstream(answerJson({ stolen: true }));
    await using upstream = await startUpstream(redirectTo(`${elsewhere.url}/x`));
    await using caller = createTestCaller(upstream);
    const failure = await failureOf(caller.call(ask(upstream), createCallContext()));
    expect(failure).toEqual({ kind: "rejected", status: 302, reason: "redirect not allowed" });
    expect(elsewhere.requests).toHaveLength(0);
  });

  test("to another host of the operator's are followed without the credentials", async () => {
    await using elsewhere = await startUpstream(answerJson({ a: 1 }));
    await using upstream = await startUpstream(redirectTo(`${elsewhere.url}/x`));
    await using caller = createTestCaller(upstream, { allowHosts: [upstream.host, elsewhere.host] });
    const headers = { authorization: "Bearer abc", cookie: "a=b", "x-api-key": "k", accept: "application/json" };
    await caller.call(ask(upstream, { headers }), createCallContext());
    expect(upstream.requests[0]?.headers).toMatchObject(headers);
    expect(elsewhere.requests[0]?.headers).toMatchObject({ accept: "application/json" });
    expect(JSON.stringify(elsewhere.requests[0]?.headers)).not.toMatch(/abc|a=b|x-api-key/);
  });

  test("of a POST are not followed", async () => {
    await using upstream = await startUpstream(redirectTo("/b", 307));
    await using caller = createTestCaller(upstream);
    await failureOf(caller.call(ask(upstream, { method: "POST", body: "a=1" }), createCallContext()));
    expect(upstream.requests).toHaveLength(1);
  });

  test.each(["https://sso.example.cn/cas/login", "/auth/login.do?back=1", "https://passport.example.cn/"])(
    "to %s mean a log-in",
    async (location) => {
      await using upstream = await startUpstream(redirectTo(location));
      await using caller = createTestCaller(upstream, { politeness: { redirectHosts: [] } });
      const asked = failureOf(caller.call(ask(upstream, { method: "POST" }), createCallContext()));
      expect(await asked).toEqual({ kind: "login-required" });
    },
  );
});
