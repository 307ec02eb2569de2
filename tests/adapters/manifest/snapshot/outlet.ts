import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { RecordQuestion } from "#adapters/manifest/search/record-test.ts";
import type { SnapshotClient } from "#adapters/manifest/snapshot/snapshot-desk.ts";
import { snapshotSource } from "#adapters/manifest/snapshot/snapshot-source.ts";
import type { OwnedSourceRuntime } from "#adapters/runtime/create-source-runtime.ts";
import { type Logger, SILENT_LOGGER } from "#adapters/runtime/logger.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { manifestOf } from "#tests/support/declared-nodes.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { SnapshotOwner } from "#tests/support/snapshot-owner.ts";
import { createTestRuntime } from "#tests/support/source-runtime.ts";
import { type TemporaryFolder, temporaryFolder } from "#tests/support/temporary-folder.ts";

/** An outlet that hands out signed files, in a folder and at a time of its own for each test. */
export const owner = new SnapshotOwner();
export const CREATED = "2026-11-18T02:00:00+08:00";
export const LATER = "2026-11-19T02:00:00+08:00";
export const CSV = "编号,标题,地区,价格,发布日\nA1,一种水泵,510104,12,2026-10-01\nA2,一种阀门,510000,面议,2026/10/2\n";

export let folder: TemporaryFolder;
export let clock: ManualClock;
const runtimes: OwnedSourceRuntime[] = [];
beforeEach(async () => {
  folder = await temporaryFolder();
  clock = new ManualClock(Date.parse("2026-11-20T08:00:00+08:00"));
});
afterEach(async () => {
  for (const runtime of runtimes.splice(0)) await runtime.close();
  await folder[Symbol.asyncDispose]();
});

export function outlet({
  file = "offers.csv",
  format = "csv",
  snapshot = {},
  rows = "",
  keepAtMost = "",
} = {}): Manifest {
  const both = "{ zh: 网点, en: Outlet }";
  return manifestOf(`
manifest: 1
code: outlet
version: 1.0.0
name: ${both}
owner: { name: ${both}, contact: desk@example.org }
licence: { code: OUTLET, name: ${both}, attribution: ${both}, accessPolicy: PUBLIC${keepAtMost} }
sources:
  files:
    name: ${both}
    snapshot: ${JSON.stringify({ publicKeys: [owner.publicKey], ...snapshot })}
kinds:
  LISTING:
    list:
      request: { path: /${file} }
      decode: { format: ${format}${rows === "" ? "" : `, rows: ${rows}`} }
    id: 编号
    fields:
      title: 标题
      region: { from: 地区, as: region }
      price: { from: 价格, as: price, unit: 万元 }
      publishedDate: { from: 发布日, as: date }
`);
}

export async function open(
  manifest: Manifest,
  url?: string,
  logger: Logger = SILENT_LOGGER,
): Promise<{ client: SnapshotClient; runtime: OwnedSourceRuntime }> {
  const definition = snapshotSource(manifest, "files");
  const options = { dataDir: folder.path, timer: clock, logger };
  const runtime = createTestRuntime(definition.code, url ?? "http://127.0.0.1:1", options);
  runtimes.push(runtime);
  const client = await definition.create(runtime, definition.settings.parse({}));
  if (client === null) throw new Error("the source is off");
  return { client, runtime };
}

export const hubDataDir = () => folder.path;
export const incoming = () => join(folder.path, "snapshots", "outlet", "files");

export async function put(bytes: string | Buffer, created = CREATED, file = "offers.csv"): Promise<void> {
  await mkdir(incoming(), { recursive: true });
  await owner.put(incoming(), file, bytes, created);
}

export async function titles(client: SnapshotClient, question: RecordQuestion = {}) {
  const found = await client.find("LISTING", question, { offset: 0, limit: 10 }, createCallContext({ clock }));
  return found.items.map(({ value }) => value.fields["title"]);
}
