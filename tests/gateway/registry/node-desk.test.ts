import { randomUUID } from "node:crypto";
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { NodeDesk } from "#gateway/registry/node-desk.ts";
import type { NodeTold } from "#gateway/registry/node-told.ts";
import { ownerOf } from "#gateway/registry/owner-token.ts";
import { isRefusal } from "#gateway/report/refusal.ts";
import { openDesk, told } from "./open-desk.ts";

const OPERATOR = { code: "fujian", by: "OPERATOR" } as const;
const OWNER = { code: "fujian", by: "OWNER" } as const;
const SIGNAL = AbortSignal.timeout(60_000);

async function goLive(desk: NodeDesk, version: string): Promise<void> {
  await desk.register(OPERATOR, told({ code: "fujian", version }));
  await desk.check(OPERATOR, version, SIGNAL);
  expect(await desk.promote(OPERATOR, version)).toMatchObject({ lifecycle: "LIVE", version });
}

function stagesOf(desk: NodeDesk): readonly string[] {
  const shown = desk.show(OPERATOR);
  return isRefusal(shown) ? [] : shown.releases.map(({ version, lifecycle }) => `${version} ${lifecycle}`);
}

test("a node goes from draft by its check and its shadow to live, and each step is told", async () => {
  await using opened = await openDesk();
  const { desk, graph } = opened;
  expect(await desk.register(OPERATOR, told({ code: "fujian", version: "1.0.0" }))).toMatchObject({
    lifecycle: "DRAFT",
  });
  expect(await desk.promote(OPERATOR)).toMatchObject({ code: "ADMIN_CONFLICT" });
  expect(await desk.check(OPERATOR, undefined, SIGNAL)).toMatchObject({
    node: { lifecycle: "CHECKED", releases: [{ conformance: { score: 100, failed: [] } }] },
    report: { results: [{ id: "MUST-A" }] },
  });
  expect(await desk.shadow(OPERATOR)).toMatchObject({ lifecycle: "SHADOW" });
  expect(graph).toEqual([]);
  expect(await desk.promote(OPERATOR)).toMatchObject({ lifecycle: "LIVE" });
  expect(graph).toEqual(["+ fujian 1.0.0"]);
  const { history } = desk.show(OPERATOR) as NodeTold;
  expect(history.map(({ lifecycle }) => lifecycle)).toEqual(["LIVE", "SHADOW", "CHECKED", "DRAFT"]);
});

test("while the registry has an event that only a newer hub knows, the desk says which, and neither registry nor graph changes", async () => {
  await using opened = await openDesk();
  const { desk, graph, clock, registry } = opened;
  await desk.register(OPERATOR, told({ code: "fujian", version: "1.0.0" }));
  await desk.check(OPERATOR, undefined, SIGNAL);
  const head = { seq: registry.entries.length + 2, id: randomUUID(), code: "fujian", needs: "1.4.0" };
  await appendFile(
    join(opened.dataDir, "registry", "events.jsonl"),
    `${JSON.stringify({ ...head, what: { act: "hand-over" } })}\n`,
  );
  await clock.advance(1_000);
  await vi.waitFor(() => expect(registry.broken).not.toBeNull());
  const refused = { code: "ADMIN_CONFLICT", detail: { zh: expect.stringContaining("需要 1.4.0 或更新版本的枢纽") } };
  expect(await desk.promote(OPERATOR)).toMatchObject(refused);
  expect(await desk.register(OPERATOR, told({ code: "fujian", version: "1.1.0" }))).toMatchObject(refused);
  expect(graph).toEqual([]);
  expect(stagesOf(desk)).toEqual(["1.0.0 CHECKED"]);
});

test("a text with mistakes is not kept, and all of them are told", async () => {
  await using opened = await openDesk();
  expect(await opened.desk.register(OPERATOR, "- nonsense")).toMatchObject({
    code: "NODE_REFUSED",
    problems: [{ code: "NOT_YAML", line: 3 }, { code: "NO_CODE" }],
    detail: { en: "line 3: no (and 1 more)" },
  });
  expect(opened.registry.entries).toEqual([]);
});

test("what is another node's, or the hub's own, cannot be registered", async () => {
  await using opened = await openDesk();
  expect(await opened.desk.register(OPERATOR, told({ code: "shanghai", version: "1.0.0" }))).toMatchObject({
    code: "ADMIN_CONFLICT",
  });
  const own = { code: "sichuan", by: "OPERATOR" } as const;
  expect(await opened.desk.register(own, told({ code: "sichuan", version: "1.0.0" }))).toMatchObject({
    code: "ADMIN_CONFLICT",
  });
});

test("a check that fails what must be met leaves a draft; one that fails what should be met lowers the score", async () => {
  await using opened = await openDesk();
  const { desk } = opened;
  await desk.register(OPERATOR, told({ code: "fujian", version: "1.0.0", fails: ["MUST-B"] }));
  expect(await desk.check(OPERATOR, undefined, SIGNAL)).toMatchObject({
    node: { lifecycle: "DRAFT", releases: [{ conformance: { score: 50, failed: ["MUST-B"] } }] },
  });
  await desk.register(OPERATOR, told({ code: "fujian", version: "1.0.0", fails: ["SHOULD-C"] }));
  expect(await desk.check(OPERATOR, undefined, SIGNAL)).toMatchObject({
    node: { lifecycle: "CHECKED", releases: [{ conformance: { score: 75, failed: ["SHOULD-C"] } }] },
  });
});

test("what the graph refuses is told in the graph's terms and stays what it was", async () => {
  await using opened = await openDesk();
  const { desk, graph } = opened;
  await goLive(desk, "1.0.0");
  await desk.register(OPERATOR, told({ code: "fujian", version: "1.1.0", clashes: true }));
  await desk.check(OPERATOR, undefined, SIGNAL);
  expect(await desk.promote(OPERATOR)).toMatchObject({
    code: "NODE_REFUSED",
    problems: [{ code: "FOREIGN_TYPE", path: "Patent.title", line: 7 }],
  });
  expect(stagesOf(desk)).toEqual(["1.0.0 LIVE", "1.1.0 CHECKED"]);
  expect(graph).toEqual(["+ fujian 1.0.0"]);
});

test("an update takes the place of the version before, and is rolled back to it", async () => {
  await using opened = await openDesk();
  const { desk, graph } = opened;
  expect(await desk.rollBack(OPERATOR)).toMatchObject({ code: "NOT_FOUND" });
  await goLive(desk, "1.0.0");
  expect(await desk.rollBack(OPERATOR)).toMatchObject({ code: "ADMIN_CONFLICT" });
  await goLive(desk, "1.1.0");
  await goLive(desk, "1.2.0");
  expect(await desk.rollBack(OPERATOR)).toMatchObject({ version: "1.1.0" });
  expect(await desk.rollBack(OPERATOR, "1.0.0")).toMatchObject({ version: "1.0.0" });
  expect(stagesOf(desk)).toEqual(["1.0.0 LIVE", "1.1.0 RETIRED", "1.2.0 RETIRED"]);
  expect(graph).toEqual(["+ fujian 1.0.0", "+ fujian 1.1.0", "+ fujian 1.2.0", "+ fujian 1.1.0", "+ fujian 1.0.0"]);
});

test("each roll-back goes one version further back, and never forward to what was rolled back", async () => {
  await using opened = await openDesk();
  const { desk } = opened;
  for (const version of ["1.0.0", "1.1.0", "1.2.0"]) await goLive(desk, version);
  expect(await desk.rollBack(OPERATOR)).toMatchObject({ version: "1.1.0" });
  expect(await desk.rollBack(OPERATOR)).toMatchObject({ version: "1.0.0" });
  expect(await desk.rollBack(OPERATOR)).toMatchObject({ code: "ADMIN_CONFLICT" });
  await goLive(desk, "1.3.0");
  expect(await desk.rollBack(OPERATOR)).toMatchObject({ version: "1.0.0" });
});

test("a version below one that was live is refused, and told what to do; one that is known may come again", async () => {
  await using opened = await openDesk();
  const { desk } = opened;
  await goLive(desk, "1.9.0");
  await goLive(desk, "1.10.0");
  for (const version of ["0.9.0", "1.9.9"])
    expect(await desk.register(OPERATOR, told({ code: "fujian", version }))).toMatchObject({
      code: "ADMIN_CONFLICT",
      detail: { en: expect.stringContaining("below 1.10.0") },
    });
  expect(await desk.register(OPERATOR, told({ code: "fujian", version: "1.9.0" }))).toMatchObject({ code: "fujian" });
  expect(await desk.register(OPERATOR, told({ code: "fujian", version: "2.0.0" }))).toMatchObject({ code: "fujian" });
  expect(await desk.register(OPERATOR, told({ code: "fujian", version: "1.11.0" }))).toMatchObject({ code: "fujian" });
});

test("a node elsewhere is made of what its server said when it was checked; once live, of that for good", async () => {
  await using opened = await openDesk();
  const { desk, graph, speech, registry } = opened;
  const wordsOf = () => registry.of("fujian")?.releases.map(({ words }) => words) ?? [];
  speech.now = "old";
  await desk.register(OPERATOR, told({ code: "fujian", version: "1.0.0", fails: ["MUST-B"] }));
  await desk.check(OPERATOR, undefined, SIGNAL);
  expect(wordsOf()).toEqual([null]);
  await desk.register(OPERATOR, told({ code: "fujian", version: "1.0.0" }));
  await desk.check(OPERATOR, undefined, SIGNAL);
  speech.now = "new";
  await desk.check(OPERATOR, undefined, SIGNAL);
  expect(await registry.words.read(wordsOf()[0] ?? "")).toBe("new");
  await desk.promote(OPERATOR);
  speech.now = "newer";
  await desk.check(OPERATOR, "1.0.0", SIGNAL);
  expect(await registry.words.read(wordsOf()[0] ?? "")).toBe("new");
  await goLive(desk, "1.1.0");
  await desk.rollBack(OPERATOR);
  expect(graph).toEqual(["+ fujian 1.0.0 new", "+ fujian 1.1.0 newer", "+ fujian 1.0.0 new"]);
});

test("a version that was live is not told anew by another text", async () => {
  await using opened = await openDesk();
  const { desk } = opened;
  await goLive(desk, "1.0.0");
  await goLive(desk, "1.1.0");
  const other = told({ code: "fujian", version: "1.0.0", fails: ["SHOULD-C"] });
  expect(await desk.register(OPERATOR, other)).toMatchObject({
    code: "ADMIN_CONFLICT",
    detail: { en: /raise the version/ },
  });
});

test("an owner that leaves takes its token along: coming back is the operator's affair", async () => {
  await using opened = await openDesk();
  const { desk, graph, registry } = opened;
  await goLive(desk, "1.0.0");
  const { token } = (await desk.giveToken(OPERATOR)) as { readonly token: string };
  const owner = () => ownerOf(`Bearer ${token}`, (code) => registry.of(code));
  expect(owner()).toBe("fujian");
  expect(await desk.retire(OWNER, "moving")).toMatchObject({ lifecycle: "RETIRED", hasOwnerToken: false });
  expect(graph.at(-1)).toBe("- fujian");
  expect(owner()).toBeUndefined();
});

test("a node that leaves is out of the graph, and comes back by registering alone", async () => {
  await using opened = await openDesk();
  const { desk, graph } = opened;
  await goLive(desk, "1.0.0");
  await desk.giveToken(OPERATOR);
  expect(await desk.retire(OPERATOR, "agreement ended")).toMatchObject({ lifecycle: "RETIRED", hasOwnerToken: false });
  expect(graph).toEqual(["+ fujian 1.0.0", "- fujian"]);
  expect(await desk.rollBack(OPERATOR, "1.0.0")).toMatchObject({ code: "ADMIN_CONFLICT" });
  await goLive(desk, "1.0.0");
  expect(graph.at(-1)).toBe("+ fujian 1.0.0");
});

test("an owner corrects what is served, to hosts that the operator agreed to and no others", async () => {
  await using opened = await openDesk();
  const { desk } = opened;
  const first = told({ code: "fujian", version: "1.0.0" });
  expect(await desk.register(OWNER, first)).toMatchObject({ code: "ADMIN_CONFLICT" });
  await desk.register(OPERATOR, first);
  await desk.check(OWNER, undefined, SIGNAL);
  expect(await desk.promote(OWNER)).toMatchObject({ code: "ADMIN_CONFLICT", detail: { en: /operator decides/ } });
  await desk.promote(OPERATOR);
  const elsewhere = told({ code: "fujian", version: "1.1.0", hosts: ["http://169.254.169.254"] });
  expect(await desk.register(OWNER, elsewhere)).toMatchObject({ code: "ADMIN_CONFLICT", detail: { en: /169\.254/ } });
  await desk.register(OWNER, told({ code: "fujian", version: "1.1.0", fails: ["SHOULD-C"] }));
  await desk.check(OWNER, undefined, SIGNAL);
  expect(await desk.promote(OWNER)).toMatchObject({ lifecycle: "LIVE", version: "1.1.0" });
});

test("lower limits are in force at once and over later versions", async () => {
  await using opened = await openDesk();
  const { desk, graph, keeper } = opened;
  await goLive(desk, "1.0.0");
  await desk.limit(OWNER, { portal: { dailyQuota: 100 } });
  await keeper.exclusive(async () => {});
  expect(graph.at(-1)).toBe('+ fujian 1.0.0 {"portal":{"dailyQuota":100}}');
  await goLive(desk, "1.1.0");
  expect(graph.at(-1)).toBe('+ fujian 1.1.0 {"portal":{"dailyQuota":100}}');
});

test("limits are refused for a source that is not there, and where the manifest allows no more", async () => {
  await using opened = await openDesk();
  const { desk } = opened;
  const sources = { portal: { politeness: { requestsPerSecond: 0.8, dailyQuota: 5_000 } }, files: {} };
  await desk.register(OPERATOR, told({ code: "fujian", version: "1.0.0", sources }));
  expect(await desk.limit(OWNER, { gate: { concurrency: 1 } })).toMatchObject({
    code: "BAD_REQUEST",
    detail: { en: "the manifest has no source gate; there are portal, files" },
  });
  expect(await desk.limit(OWNER, { portal: { requestsPerSecond: 5 } })).toMatchObject({
    code: "BAD_REQUEST",
    detail: { en: "requestsPerSecond of portal is 0.8 at most, as the manifest says; limits only lower it" },
  });
  expect(desk.show(OWNER)).toMatchObject({ limits: {} });
  const limits = { portal: { requestsPerSecond: 0.8, dailyQuota: 2_000 }, files: { dailyQuota: 1_000_000 } };
  expect(await desk.limit(OWNER, limits)).toMatchObject({ limits });
});

test("a gateway follows what another did to the registry, and does nothing twice", async () => {
  await using opened = await openDesk();
  const other = await opened.open();
  await goLive(opened.desk, "1.0.0");
  expect(opened.graph).toEqual(["+ fujian 1.0.0"]);
  await other.clock.advance(1_000);
  await vi.waitFor(() => expect(opened.graph).toEqual(["+ fujian 1.0.0", "+ fujian 1.0.0"]));
  await opened.desk.quarantine(OPERATOR, "answers nonsense");
  await opened.keeper.exclusive(async () => {});
  expect(stagesOf(opened.desk)).toEqual(["1.0.0 QUARANTINED"]);
  expect(opened.graph.length).toBe(2);
  expect(await opened.desk.resume(OPERATOR)).toMatchObject({ lifecycle: "LIVE" });
  await other.keeper.stop();
  other.registry.close();
});
