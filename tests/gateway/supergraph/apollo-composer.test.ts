import { parse } from "graphql";
import { describe, expect, test } from "vitest";
import { apolloComposer, createApolloComposer } from "#gateway/supergraph/apollo-composer.ts";
import { publicApiOf } from "#gateway/supergraph/public-api.ts";

const service = (name: string, sdl: string) => ({ name, typeDefs: parse(sdl) });
const A = service("a", "type Query { a: String }");

describe("composition", () => {
  test("gives the supergraph, of which clients see what is not hidden", async () => {
    const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@inaccessible"])';
    const b = service("b", `${LINK} type Query { b: String secret: String @inaccessible }`);
    const composed = await apolloComposer.compose([A, b]);
    if (composed.kind !== "composed") throw new Error(composed.problems.join());
    const supergraphSdl = composed.supergraphSdl.join("");
    expect(supergraphSdl).toContain("secret");
    expect(publicApiOf(composed.supergraphSdl)).toBe("type Query {\n  a: String\n  b: String\n}\n");
    // Names only: an address would end up in the committed file.
    expect(supergraphSdl).toContain('url: "node:b"');
  });

  test("that is impossible is refused with the problems", async () => {
    const b = service("b", "type Query { a: Int }");
    expect(await apolloComposer.compose([A, b])).toEqual({
      kind: "refused",
      problems: expect.arrayContaining([
        { code: expect.stringMatching(/^[A-Z_]+$/), message: expect.stringContaining("Query.a") },
      ]),
    });
  });

  test("of the graph before is not made again; the same schema at another address is another one", async () => {
    const composer = createApolloComposer({ timeLimitMs: 60_000, heapLimitMb: 512 });
    const b = { ...service("b", "type Query { b: Int }"), url: "http://b.example" };
    const [ab, a] = [await composer.compose([A, b]), await composer.compose([A])];
    expect(await composer.compose([A, { ...b, typeDefs: parse("type Query { b: Int }") }])).toBe(ab);
    expect(await composer.compose([A])).toBe(a);
    const moved = await composer.compose([A, { ...b, url: "http://c.example" }]);
    expect(moved).not.toBe(ab);
    expect(JSON.stringify(moved)).toContain("http://c.example");
  });

  test("leaves this thread free", async () => {
    const types = Array.from({ length: 400 }, (_, n) => `type T${n} { a: String b: String c: T${n} }`).join("\n");
    const many = service(
      "many",
      `type Query { ${Array.from({ length: 400 }, (_, n) => `t${n}: T${n}`).join(" ")} }\n${types}`,
    );
    let longest = 0;
    let last = performance.now();
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    const startedAt = performance.now();
    await apolloComposer.compose([A, many]);
    clearInterval(watch);
    expect(performance.now() - startedAt).toBeGreaterThan(longest * 2);
  });

  test.each([
    ["takes too long", { timeLimitMs: 1, heapLimitMb: 512 }, "COMPOSITION_TIME"],
    ["takes too much memory", { timeLimitMs: 60_000, heapLimitMb: 8 }, "COMPOSITION_FAILED"],
  ])("that %s is refused like any other", async (_what, limits, code) => {
    const composed = await createApolloComposer(limits).compose([A]);
    expect(composed).toMatchObject({ kind: "refused", problems: [{ code }] });
  });
});
