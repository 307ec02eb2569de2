import { describe, expect, test } from "vitest";
import { DEMOS } from "#adapters/manifest/demo/demos.ts";
import { pointManifestAt } from "#adapters/manifest/demo/point-manifest-at.ts";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { readManifest } from "#adapters/manifest/format/read-manifest.ts";
import { serveSandbox } from "#adapters/runtime/sandbox/serve-sandbox.ts";
import { generateWorld } from "#adapters/runtime/sandbox/world/generate-world.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { startManifest } from "#tests/support/manifest-client.ts";

const WORLD = generateWorld({ seed: 7, patents: 1_200 });

test("there are demos", () => {
  expect(DEMOS.length).toBeGreaterThan(2);
});

/** Files that an owner signs are asked of nobody; tests/hub/demo-nodes.test.ts has them. */
const ASKED = DEMOS.filter(({ name }) => name !== "outlet-snapshot");

describe.each(ASKED)("the manifest of $name, asked of its stand-in", (demo) => {
  test("gives records of every kind, and each again by its id without asking", async () => {
    await using bench = await start(demo);
    for (const kind of Object.keys(bench.manifest.kinds)) {
      const { items, total } = await bench.client.list(kind, { words: {}, offset: 0, limit: 10 }, createCallContext());
      expect(items.length, kind).toBeGreaterThan(0);
      expect(total).toBeGreaterThanOrEqual(items.length);
      expect(new Set(items.map(({ value }) => value.id)).size).toBe(items.length);
      const context = createCallContext();
      const records = await bench.client.records(
        kind,
        items.map(({ value }) => value.id),
        context,
      );
      expect(records.map((record) => !(record instanceof UpstreamError) && record.value)).toEqual(
        items.map(({ value }) => value),
      );
      expect(context.events.reduce((sum, { upstreamCalls }) => sum + upstreamCalls, 0)).toBe(0);
    }
  });

  test("looks records up by their ids where no list was read, and says of others that they are not there", async () => {
    await using bench = await start(demo);
    for (const kind of Object.keys(bench.manifest.kinds)) {
      const { items } = await bench.client.list(kind, { words: {}, offset: 0, limit: 3 }, createCallContext());
      for (const runtime of bench.runtimes) runtime.clearCache();
      const ids = [...items.map(({ value }) => value.id), "nobody's"];
      const records = await bench.client.records(kind, ids, createCallContext());
      expect(records.map((record) => (record instanceof UpstreamError ? record : (record.value?.id ?? null)))).toEqual([
        ...items.map(({ value }) => value.id),
        null,
      ]);
    }
  });
});

async function start({ module, settings, secrets, readManifest: read }: (typeof DEMOS)[number]) {
  const running = await serveSandbox(await import(module.href), {
    world: WORLD,
    settings,
    clock: { now: Date.now },
  });
  const manifest = readDemo(pointManifestAt(await read(), running.url));
  const bench = await startManifest(manifest, { secrets });
  return {
    ...bench,
    manifest,
    [Symbol.asyncDispose]: async () => {
      await bench[Symbol.asyncDispose]();
      await running.stop();
    },
  };
}

function readDemo(text: string): Manifest {
  const read = readManifest(text);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.manifest;
}
