import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { SnapshotFiles } from "#adapters/manifest/snapshot/snapshot-files.ts";
import { createSnapshotStore } from "#adapters/manifest/snapshot/snapshot-store.ts";
import { SnapshotOwner } from "#tests/support/snapshot-owner.ts";
import { CREATED, CSV, clock, folder, LATER, open, outlet, owner, put, titles } from "./outlet.ts";

const DAY = 86_400_000;

const keptFolder = () => join(folder.path, "snapshots-taken", "outlet", "files");
const namesIn = (path: string) => readdir(path).catch(() => []);

/** The files of an outlet that lets nothing be kept for more than a day, at a time that is set. */
function filesAt(now: () => number, publicKey = owner.publicKey): SnapshotFiles {
  const manifest = outlet();
  const scene = { manifest, kinds: ["LISTING"], publicKeys: [publicKey], keptFolder: keptFolder(), keepAtMostMs: DAY };
  return new SnapshotFiles(scene, now);
}

async function takeAt(created: string, now = Date.parse(created)): Promise<SnapshotFiles> {
  const files = filesAt(() => now);
  const taken = await files.take("offers.csv", Buffer.from(CSV), owner.seal("offers.csv", CSV, created));
  expect(taken.kind).toBe("taken");
  return files;
}

test("a copy goes in its time whichever keys the owner has by then", async () => {
  await takeAt(CREATED);
  const files = filesAt(() => Date.parse(CREATED) + DAY, new SnapshotOwner().publicKey);
  await files.sweep();
  expect(await namesIn(join(keptFolder(), "offers.csv"))).toEqual([]);
});

test("so do what a crash left of one, and files that the manifest does not name any more", async () => {
  const began = String(Date.parse(CREATED)).padStart(13, "0");
  for (const left of [join("offers.csv", `incoming-${began}-abc-77`), join("former.csv", `${began}-abc`)]) {
    await mkdir(join(keptFolder(), left), { recursive: true });
    await writeFile(join(keptFolder(), left, "data"), CSV);
  }
  await filesAt(() => Date.parse(CREATED) + DAY - 1).sweep();
  expect(await namesIn(join(keptFolder(), "offers.csv"))).toHaveLength(1);
  expect(await namesIn(join(keptFolder(), "former.csv"))).toHaveLength(1);
  await filesAt(() => Date.parse(CREATED) + DAY).sweep();
  expect(await namesIn(join(keptFolder(), "offers.csv"))).toEqual([]);
  expect(await namesIn(join(keptFolder(), "former.csv"))).toEqual([]);
});

test("a newer copy beside it stays", async () => {
  const began = String(Date.parse(CREATED)).padStart(13, "0");
  await takeAt(LATER);
  await mkdir(join(keptFolder(), "offers.csv", `${began}-abc`));
  await filesAt(() => Date.parse(LATER) + DAY - 1).sweep();
  expect(await namesIn(join(keptFolder(), "offers.csv"))).toMatchObject([
    expect.stringMatching(new RegExp(`^${Date.parse(LATER)}`)),
  ]);
});

test("a file that is being taken when the hub ends is taken whole", async () => {
  const manifest = outlet();
  const scene = { manifest, kinds: ["LISTING"], publicKeys: [owner.publicKey], keptFolder: keptFolder() };
  const store = createSnapshotStore("outlet-files", { ...scene, keepAtMostMs: null }, () => {});
  await store.ask("sweep", []);
  const taking = store.ask("take", ["offers.csv", Buffer.from(CSV), owner.seal("offers.csv", CSV, CREATED)]);
  await store.close();
  expect(await taking).toMatchObject({ kind: "taken" });
  expect(await namesIn(join(keptFolder(), "offers.csv"))).toEqual([expect.stringMatching(/^\d{13}-/)]);
});

test("nobody has to ask for the records: what is over at a start goes by itself", async () => {
  await put(CSV);
  await titles((await open(outlet())).client);
  expect(await namesIn(join(keptFolder(), "offers.csv"))).toHaveLength(1);
  await clock.advance(2 * DAY);
  await open(outlet({ keepAtMost: ", keepAtMost: 1d" }));
  const isGone = async () => expect(await namesIn(join(keptFolder(), "offers.csv"))).toEqual([]);
  await vi.waitFor(isGone, { timeout: 20_000 });
});
