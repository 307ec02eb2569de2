import { parse } from "graphql";
import { describe, expect, test, vi } from "vitest";
import { SpareProcess } from "#gateway/children/spare-process.ts";
import { PLAN_PROCESS, startPlanner } from "#gateway/plan/start-planner.ts";
import { apolloComposer } from "#gateway/supergraph/apollo-composer.ts";

async function supergraph(...members: readonly string[]): Promise<readonly string[]> {
  const link =
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible", "@shareable", "@external", "@requires"])';
  const composed = await apolloComposer.compose(
    members.map((sdl, index) => ({ name: `m${index}`, typeDefs: parse(link + sdl) })),
  );
  if (composed.kind !== "composed") throw new Error(JSON.stringify(composed.problems));
  return composed.supergraphSdl;
}

const A =
  'type Query { a: Thing } interface Named { name: String } type Thing implements Named @key(fields: "id") { id: ID! name: String } type Hidden implements Named @inaccessible { name: String }';
const B = 'type Thing @key(fields: "id") { id: ID! more: Int }';

describe("a planner in a process of its own", () => {
  test("plans, and tells of the supergraph what the executor must know", async () => {
    const planner = await startPlanner(await supergraph(A, B));
    expect(planner.facts.apiSdl).not.toContain("Hidden");
    expect(planner.facts.possibleTypes).toMatchObject({ Named: ["Hidden", "Thing"] });
    expect(planner.facts.fieldNames).toEqual(expect.arrayContaining(["a", "more"]));
    const { node } = await planner.plan("{ a { name more } }");
    expect(node).toMatchObject({
      kind: "Sequence",
      nodes: [
        { kind: "Fetch", serviceName: "m0" },
        { kind: "Flatten", path: ["a"], node: { kind: "Fetch", serviceName: "m1" } },
      ],
    });
    await planner.close();
    await expect(planner.plan("{ a { name } }")).rejects.toMatchObject({ name: "PlanningError" });
  });

  test("says so when there is no plan, and goes on", async () => {
    const planner = await startPlanner(await supergraph(A, B));
    await expect(planner.plan("{ nothing }")).rejects.toMatchObject({ name: "PlanningError", reason: "failed" });
    expect(await planner.plan("{ a { name } }")).toMatchObject({ node: { kind: "Fetch" } });
    await planner.close();
  });

  test("gives up a plan that takes too long, and makes those that wait behind it", async () => {
    const planner = await startPlanner(await supergraph(A, B), { timeLimitMs: 400, waiting: 2 });
    const wide = Array.from({ length: 3_000 }, (_, n) => `a${n}: a { ...${" on Thing { name more }"} }`).join(" ");
    const slow = planner.plan(`{ ${wide} }`);
    const next = planner.plan("{ a { name } }");
    await expect(planner.plan("{ a { name } }")).rejects.toMatchObject({ reason: "busy" });
    await expect(slow).rejects.toMatchObject({ reason: "too-long" });
    await expect(planner.plan(`{ ${wide} }`)).rejects.toMatchObject({ reason: "too-long" });
    expect(await next).toMatchObject({ node: { kind: "Fetch" } });
    await planner.close();
  });

  test("whose process ends makes the plans that wait in another, and the one under way too, once", async () => {
    const processes = new SpareProcess(PLAN_PROCESS);
    const take = vi.spyOn(processes, "take");
    const planner = await startPlanner(await supergraph(A, B), undefined, undefined, processes);
    const first = planner.plan("{ a { name } }");
    const next = planner.plan("{ a { name more } }");
    take.mock.results[0]?.value.kill("SIGKILL");
    expect(await first).toMatchObject({ node: { kind: "Fetch" } });
    expect(await next).toMatchObject({ node: { kind: "Sequence" } });
    expect(take).toHaveBeenCalledTimes(2);
    await planner.close();
  });

  test("whose next process ends over the same plan gives it up", async () => {
    const processes = new SpareProcess(PLAN_PROCESS);
    const take = vi.spyOn(processes, "take");
    const planner = await startPlanner(await supergraph(A, B), undefined, undefined, processes);
    const first = planner.plan("{ a { name } }");
    const refused = expect(first).rejects.toMatchObject({ reason: "failed" });
    take.mock.results[0]?.value.kill("SIGKILL");
    await vi.waitFor(() => expect(take).toHaveBeenCalledTimes(2));
    take.mock.results[1]?.value.kill("SIGKILL");
    await refused;
    expect(await planner.plan("{ a { name more } }")).toMatchObject({ node: { kind: "Sequence" } });
    await planner.close();
  });

  test("does not try again what took too much memory", async () => {
    const processes = new SpareProcess({ ...PLAN_PROCESS, heapLimitMb: 64 });
    const planner = await startPlanner(await supergraph(A, B), undefined, undefined, processes);
    const wide = Array.from({ length: 20_000 }, (_, n) => `a${n}: a { ...${" on Thing { name more }"} }`).join(" ");
    await expect(planner.plan(`{ ${wide} }`)).rejects.toMatchObject({ reason: "too-long" });
    await expect(planner.plan(`{ ${wide} }`)).rejects.toMatchObject({ reason: "too-long" });
    expect(await planner.plan("{ a { name } }")).toMatchObject({ node: { kind: "Fetch" } });
    await planner.close();
  });

  test("refuses a supergraph that is none", async () => {
    await expect(startPlanner(["type Query { a: Int }"])).rejects.toThrow();
  });

  test("prefers keys by which something can be found", async () => {
    const c =
      'type Query { c: Thing @shareable } type Thing @key(fields: "id", resolvable: false) @key(fields: "code") { id: ID! @shareable code: ID! @shareable extra: Int }';
    const d =
      'type Query { d: Thing } type Thing @key(fields: "id") @key(fields: "code") { id: ID! @shareable code: ID! @shareable }';
    const planner = await startPlanner(await supergraph(c, d));
    const { node } = await planner.plan("{ d { extra } }");
    expect(JSON.stringify(node)).toContain('"name":"code"');
    await planner.close();
  });

  test("finds the way to a field computed from a field that another computes, which Apollo's planner does not", async () => {
    const one =
      'type Query { post: Post } type Post @key(fields: "id") { id: ID! author: Author! authorName: String @external line: String @requires(fields: "authorName") } type Author @key(fields: "id") { id: ID! }';
    const two =
      'type Post @key(fields: "id") { id: ID! author: Author! @external authorName: String @requires(fields: "author { id name }") line: String @external loud: String @requires(fields: "line") } type Author @key(fields: "id") { id: ID! name: String @external }';
    const three = 'type Author @key(fields: "id") { id: ID! name: String }';
    const planner = await startPlanner(await supergraph(one, two, three));
    expect(await planner.plan("{ post { line } }")).toMatchObject({ node: { kind: "Sequence" } });
    expect(await planner.plan("{ post { loud } }")).toMatchObject({ node: { kind: "Sequence" } });
    await planner.close();
  });
});
