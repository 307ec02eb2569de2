import { expect, test } from "vitest";
import { parse } from "yaml";
import { DEMOS } from "#adapters/manifest/demo/demos.ts";
import { pointManifestAt } from "#adapters/manifest/demo/point-manifest-at.ts";
import { startDemo } from "#adapters/manifest/demo/start-demo.ts";
import { MANIFEST } from "#adapters/manifest/format/manifest-format.ts";

test("there are demos to start", () => {
  expect(DEMOS.length).toBeGreaterThan(12);
});

/** One of the ten outlets stands for all. */
const STARTED = DEMOS.filter(({ name }, index) => index < 3 || name === "outlet-aspnet");

test.each(STARTED)("$name runs in a process of its own, and its manifest leads there", async ({ name }) => {
  const demo = await startDemo(name, { seed: 1, patents: 60 });
  try {
    const manifest = MANIFEST.parse(parse(demo.manifest));
    expect(manifest.code).toBe(name);
    const addresses = Object.values(manifest.sources).map(({ baseUrl }) => baseUrl);
    expect(addresses.length).toBeGreaterThan(0);
    expect(addresses.filter((address) => !address.startsWith(demo.url))).toEqual([]);
    expect((await fetch(demo.url)).headers.get("x-sandbox")).toBe("stand-in");
  } finally {
    await demo.stop();
  }
});

test("an unknown demo is refused with the names that there are", async () => {
  await expect(startDemo("nowhere", { seed: 1, patents: 60 })).rejects.toThrow("shanghai, fujian");
});

test("pointing a manifest elsewhere keeps its comments and the paths of its addresses", () => {
  const text =
    "# 说明 / Note\nsources:\n  a: { baseUrl: http://x.example:81/f/ } # here\n  b:\n    baseUrl: https://y.example\n";
  const moved = pointManifestAt(text, "http://127.0.0.1:9");
  expect(moved).toContain("# 说明 / Note");
  expect(moved).toContain("# here");
  expect(parse(moved)).toEqual({
    sources: { a: { baseUrl: "http://127.0.0.1:9/f/" }, b: { baseUrl: "http://127.0.0.1:9" } },
  });
});
