import { expect, test, vi } from "vitest";
import { SILENT_LOGGER } from "#adapters/runtime/logger.ts";
import type { ReadNodeText } from "#gateway/registry/node-maker.ts";
import { openRegistry } from "#gateway/registry/node-registry.ts";
import type { RegistryAct } from "#gateway/registry/registry-event.ts";
import { ShadowRunner } from "#gateway/registry/shadow-runner.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

const CONFORMANCE = { score: 100, failed: [], checkedAt: "2026-11-28T00:00:00.000Z" };

/** A registry with version 1.0.0 live and 1.1.0 checked, and what was asked of whom. */
async function openShadows(dataDir: string) {
  const timer = new ManualClock();
  const registry = await openRegistry({ dataDir, timer, logger: SILENT_LOGGER });
  const asked: string[] = [];
  const read: ReadNodeText = (text) => ({
    ok: true,
    node: {
      ...{ kind: "MANIFEST", code: "fujian", version: text, hosts: [], name: { zh: "福建", en: "Fujian" } },
      make: () => Promise.reject(new Error("nothing of the shadow is served")),
      check: () => Promise.reject(new Error("not asked here")),
      compare: async (served) => {
        asked.push(`${text} against ${served?.version ?? "nobody"}`);
        return [{ kind: "REPORT", failure: null, records: asked.length, errors: 0, compared: null }];
      },
    },
  });
  const write = (what: RegistryAct) => registry.write("fujian", "OPERATOR", () => what);
  for (const version of ["1.0.0", "1.1.0"]) {
    const digest = await registry.texts.keep(version);
    await write({ act: "register", version, kind: "MANIFEST", digest, hosts: [] });
    await write({ act: "check", version, passed: true, conformance: CONFORMANCE });
    if (version === "1.0.0") await write({ act: "promote", version });
  }
  const shadows = new ShadowRunner({ registry, read, timer, logger: SILENT_LOGGER });
  shadows.start();
  const report = () => {
    const entry = registry.of("fujian");
    return entry === undefined ? null : shadows.reportOf(entry);
  };
  return { timer, registry, shadows, asked, write, report };
}

test("a version in the shadow is asked at once and then every ten minutes, beside the one that is served", async () => {
  await using folder = await temporaryFolder();
  const { timer, registry, shadows, asked, write, report } = await openShadows(folder.path);
  expect(report()).toBeNull();
  await write({ act: "shadow", version: "1.1.0" });
  await vi.waitFor(() => expect(report()).toMatchObject({ version: "1.1.0", against: "1.0.0" }));
  expect(asked).toEqual(["1.1.0 against 1.0.0"]);
  await timer.advance(600_000);
  await vi.waitFor(() => expect(report()?.kinds).toMatchObject([{ records: 2 }]));
  expect(asked).toHaveLength(2);
  await write({ act: "promote", version: "1.1.0" });
  expect(report()).toBeNull();
  await timer.advance(600_000);
  await shadows.stop();
  expect(asked).toHaveLength(2);
  registry.close();
});
