import { readdirSync, readFileSync } from "node:fs";
import { getIntrospectionQuery } from "graphql";
import { describe, expect, test } from "vitest";
import { guardDocument } from "#gateway/guard/guard-document.ts";
import { GUARD_SETTINGS } from "#gateway/guard/guard-settings.ts";
import { threadCpuClock } from "#tests/bench/thread-cpu.ts";
import { ATTACKS, nestedFragments } from "./attack-corpus.ts";

const settings = GUARD_SETTINGS.parse({});
const examples = new URL("../../../gateway/console/examples/", import.meta.url);

function codeOf(text: string, guard = settings): string | null {
  const result = guardDocument(text, guard);
  return result.kind === "refusal" ? result.code : null;
}

describe("guards", () => {
  test.each(ATTACKS)("meet $name as they should", ({ text, code }) => {
    expect(codeOf(text)).toBe(code);
  });

  test("refuse or pass every attack within 20 ms", () => {
    for (const { text } of ATTACKS) guardDocument(text, settings);
    for (const { name, text } of ATTACKS) {
      const best = Math.min(...[1, 2, 3, 4, 5].map(() => timed(() => guardDocument(text, settings))));
      expect(best, name).toBeLessThan(20);
    }
  });

  test("count 2^30 fields in a time that grows with the text alone", () => {
    const text = nestedFragments(30);
    guardDocument(text, settings);
    expect(timed(() => guardDocument(text, settings))).toBeLessThan(20);
  });

  test("let the examples of the console pass with room to spare", () => {
    const tight = GUARD_SETTINGS.parse({
      limits: { tokens: 600, expandedSize: 300, depth: 10, aliases: 20, rootFields: 20, overlaps: 10 },
    });
    const names = readdirSync(examples).filter((name) => name.endsWith(".graphql"));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(codeOf(readFileSync(new URL(name, examples), "utf8"), tight), name).toBeNull();
  });

  test("let 200 aliased look-ups and the standard introspection pass", () => {
    const lookUps = Array.from(
      { length: 200 },
      (_, i) => `p${i}: patent(number: "CN2023101234${i}") { id title legalStatus { code } }`,
    );
    expect(codeOf(`{ ${lookUps.join(" ")} }`)).toBeNull();
    expect(
      codeOf(getIntrospectionQuery({ descriptions: true, specifiedByUrl: true, inputValueDeprecation: true })),
    ).toBeNull();
  });

  test("refuse introspection where it is off, but never __typename", () => {
    const off = GUARD_SETTINGS.parse({ introspection: "off" });
    expect(codeOf("{ __typename }", off)).toBeNull();
    expect(codeOf("{ ...F } fragment F on Query { s: __schema { types { name } } }", off)).toBe(
      "INTROSPECTION_DISABLED",
    );
    expect(codeOf('{ __type(name: "Patent") { name } }', off)).toBe("INTROSPECTION_DISABLED");
  });

  test("say the figure that was exceeded, in both languages", () => {
    expect(guardDocument(`{ ${"a { ".repeat(21)} b ${"}".repeat(22)}`, settings)).toMatchObject({
      detail: { zh: "上限为 20 层", en: "the limit is 20 levels" },
    });
  });
});

/** Of this thread: others may want the processor too. */
const cpuMs = threadCpuClock();

function timed(run: () => unknown): number {
  const startedAt = cpuMs();
  run();
  return cpuMs() - startedAt;
}
