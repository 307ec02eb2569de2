import { expect, test } from "vitest";
import { type Decide, randomly, scripted, startFaultProxy } from "./fault-proxy.ts";
import { cut, reset, status } from "./proxy-faults.ts";
import { startUpstream } from "./start-upstream.ts";
import { answerJson } from "./upstream-faults.ts";

async function statusesOf(url: string, paths: readonly string[]): Promise<readonly (number | "broken")[]> {
  const statuses: (number | "broken")[] = [];
  for (const path of paths) {
    const answer = await fetch(`${url}${path}`)
      .then(async (response) => {
        await response.arrayBuffer();
        return response.status;
      })
      .catch(() => "broken" as const);
    statuses.push(answer);
  }
  return statuses;
}

test("without a fault everything passes as it is, and every arrival is on record", async () => {
  await using upstream = await startUpstream((request, response) =>
    answerJson({ body: request.body.toString(), via: request.headers["x-asked-by"] })(request, response),
  );
  await using proxy = await startFaultProxy(upstream.url);
  const headers = { "x-asked-by": "hub" };
  const response = await fetch(`${proxy.front.url}/a?b=1`, { method: "POST", body: "正文", headers });
  expect(await response.json()).toEqual({ body: "正文", via: "hub" });
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(proxy.front.requests).toMatchObject([{ method: "POST", path: "/a?b=1" }]);
  expect(upstream.requests).toMatchObject([{ method: "POST", path: "/a?b=1" }]);
});

test("a script picks its victims by path and by count, and is over when healed", async () => {
  await using upstream = await startUpstream(answerJson({}));
  await using proxy = await startFaultProxy(upstream.url);
  proxy.obey(
    scripted(
      { fault: status(500), path: "/a", nth: (count) => count === 2 },
      { fault: reset, path: "/b" },
      { fault: cut, path: "/c" },
    ),
  );
  expect(await statusesOf(proxy.front.url, ["/a", "/a", "/a", "/b", "/c", "/d"])).toEqual([
    200,
    500,
    200,
    "broken",
    "broken",
    200,
  ]);
  expect([...proxy.met]).toEqual([
    ["status 500", 1],
    ["reset", 1],
    ["cut in mid-body", 1],
  ]);
  proxy.heal();
  expect(await statusesOf(proxy.front.url, ["/b"])).toEqual([200]);
});

test("chance is the same for the same seed, and keeps to its odds", () => {
  const odds = [
    { fault: reset, probability: 0.1 },
    { fault: cut, probability: 0.3 },
  ];
  const draw = (decide: Decide) => {
    const request = { method: "GET", path: "/", headers: {}, body: Buffer.alloc(0), receivedAt: 0 };
    return Array.from({ length: 2_000 }, () => decide(request)?.name ?? "none");
  };
  const drawn = draw(randomly(7, odds));
  expect(draw(randomly(7, odds))).toEqual(drawn);
  expect(draw(randomly(8, odds))).not.toEqual(drawn);
  const share = (name: string) => drawn.filter((other) => other === name).length / drawn.length;
  expect(share("reset")).toBeCloseTo(0.1, 1);
  expect(share("cut in mid-body")).toBeCloseTo(0.3, 1);
});

test("it can be away for a while, on the same port", async () => {
  await using upstream = await startUpstream(answerJson({}));
  await using proxy = await startFaultProxy(upstream.url);
  await proxy.front.stopListening();
  expect(await statusesOf(proxy.front.url, ["/"])).toEqual(["broken"]);
  await proxy.front.listenAgain();
  expect(await statusesOf(proxy.front.url, ["/"])).toEqual([200]);
});
