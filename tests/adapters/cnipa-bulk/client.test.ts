import { expect, test } from "vitest";
import { createCnipaBulk } from "#adapters/cnipa-bulk/client.ts";
import { source } from "#adapters/cnipa-bulk/source.ts";
import { createPatentStore } from "#adapters/cnipa-bulk/store/create-patent-store.ts";
import type { PatentStore } from "#adapters/cnipa-bulk/store/patent-store.ts";
import { createSourceRuntime } from "#adapters/runtime/create-source-runtime.ts";
import { POLITE_DEFAULTS } from "#adapters/runtime/politeness.ts";
import type { ApplicationNumber } from "#schema/ids/application-number.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { importFiles, standardDocument, temporaryFolder } from "./xml-parts.ts";

const CLOCK = { now: Date.now };
const NUMBER = "CN202310123456.6" as ApplicationNumber;

test("a record carries the time of its import, and the ledger hears of the question", async () => {
  await using folder = await temporaryFolder();
  const before = Date.now();
  await importFiles(folder.path, { "a.xml": standardDocument() });
  const store = createPatentStore(folder.path);
  const client = createCnipaBulk(store, CLOCK);
  const context = createCallContext();
  const [found, missing] = await client.byApplicationNumbers(
    [NUMBER, "CN202110991218.8" as ApplicationNumber],
    context,
  );
  expect(found?.value.title).toBe("一种示例装置");
  expect(found?.fetchedAt).toBeGreaterThanOrEqual(before);
  expect(missing).toBeNull();
  expect(context.events).toMatchObject([{ source: "cnipa-bulk", outcome: "OK", upstreamCalls: 0, isPrivate: false }]);
  await store.close();
});

test("nobody waits past the deadline or after leaving", async () => {
  const slow = createCnipaBulk(hanging(), CLOCK);
  const late = createCallContext({ timeoutMs: 20 });
  expect(await failureOf(slow.stats(late))).toEqual({ kind: "timeout", phase: "deadline" });
  expect(late.events).toMatchObject([{ outcome: "TIMEOUT" }]);
  const leaving = createCallContext();
  const asked = failureOf(slow.stats(leaving));
  leaving.leave();
  expect(await asked).toEqual({ kind: "aborted" });
  expect(await failureOf(slow.stats(createCallContext({ timeoutMs: -1 })))).toEqual({
    kind: "timeout",
    phase: "deadline",
  });
});

test("a broken store is unreachable, and its health says so", async () => {
  const broken = createCnipaBulk({ ...hanging(), stats: () => Promise.reject(new Error("disk full")) }, CLOCK);
  expect(broken.health().state).toBe("UP");
  expect(await failureOf(broken.stats(createCallContext()))).toEqual({ kind: "unreachable", reason: "store" });
  expect(broken.health()).toMatchObject({ state: "DOWN", lastFailureKind: "unreachable" });
});

test("the source opens its store, reports its own health and closes with the hub", async () => {
  await using folder = await temporaryFolder();
  const runtime = createSourceRuntime({
    code: source.code,
    politeness: POLITE_DEFAULTS,
    allowHosts: [],
    dataDir: folder.path,
    generated: { seed: 1, patents: 100 },
  });
  const client = await source.create(runtime, source.settings.parse({}));
  expect((await client?.stats(createCallContext()))?.patents).toBe(100);
  expect(runtime.health()).toMatchObject({ state: "UP" });
  await runtime.close();
  expect(source.licence.accessPolicy).toBe("DERIVED_ONLY");
});

/** A store that never answers. */
function hanging(): PatentStore {
  const never = () => new Promise<never>(() => {});
  return {
    byApplicationNumbers: never,
    byPublications: never,
    byPctNumbers: never,
    texts: never,
    paragraphs: never,
    organizationsByKey: never,
    organizationsByName: never,
    agenciesByCode: never,
    sameDayTwins: never,
    namesOfOrganizations: never,
    namesOfAgencies: never,
    changes: never,
    stats: never,
    newestImported: never,
    search: never,
    statistics: never,
    close: () => Promise.resolve(),
  };
}
