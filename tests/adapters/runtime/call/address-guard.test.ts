import { describe, expect, test } from "vitest";
import { createGuardedLookup, isSpecialAddress } from "#adapters/runtime/call/address-guard.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { ask, createTestCaller } from "#tests/support/caller.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { LOOPBACK_FORMS } from "#tests/support/loopback-forms.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";
import { answerJson, redirectTo } from "#tests/support/upstream-faults.ts";

describe("addresses that are not public", () => {
  test("no form of them is reached by a redirect or as a request, even where the source allows the host", async () => {
    await using listener = await startUpstream(answerJson({ stolen: true }));
    const port = new URL(listener.url).port;
    const forms = LOOPBACK_FORMS.map((form) => form.replace("PORT", port));
    const redirectHosts = forms.flatMap((form) =>
      URL.canParse(form, "http://x/") ? [new URL(form, "http://x/").host] : [],
    );
    await using upstream = await startUpstream(answerJson({}));
    await using caller = createTestCaller(upstream, { politeness: { redirectHosts } });
    for (const form of forms) {
      upstream.answer(redirectTo(Buffer.from(form).toString("latin1")));
      const failure = await failureOf(caller.call(ask(upstream), createCallContext()));
      expect(["rejected", "unreachable", "login-required"], form).toContain(failure.kind);
      if (!URL.canParse(form)) continue;
      const direct = failureOf(caller.call(ask(upstream, { url: form }), createCallContext()));
      expect(await direct, form).toEqual({ kind: "unreachable", reason: "host not allowed" });
    }
    expect(forms.length).toBeGreaterThanOrEqual(40);
    expect(listener.requests).toHaveLength(0);
    expect(listener.maxSockets).toBe(0);
  });

  test("a name that resolves to loopback is refused unless the operator named it", async () => {
    const resolve = (isTrusted: boolean) =>
      new Promise((settle) => {
        createGuardedLookup(() => isTrusted)("localhost", { all: true }, (error, addresses) =>
          settle(error ?? addresses),
        );
      });
    expect(await resolve(false)).toMatchObject({ code: "ADDRESS_REFUSED" });
    expect(await resolve(true)).toContainEqual({ address: "127.0.0.1", family: 4 });
  });

  test("a host that the operator named may stand in the own network", async () => {
    await using upstream = await startUpstream(answerJson({ a: 1 }));
    const port = new URL(upstream.url).port;
    await using caller = createTestCaller(upstream, { allowHosts: [`localhost:${port}`] });
    const request = ask(upstream, { url: `http://localhost:${port}/a` });
    expect(await caller.call(request, createCallContext())).toMatchObject({ value: { a: 1 } });
  });

  test.each(["8.8.8.8", "1.1.1.1", "114.114.114.114", "[2400:3200::1]", "portal.example.cn"])(
    "%s is public",
    (host) => {
      expect(isSpecialAddress(host)).toBe(false);
    },
  );
});
