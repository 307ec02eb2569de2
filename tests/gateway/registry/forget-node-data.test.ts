import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { forgetNodeData, forgetNodesThatLeft } from "#gateway/registry/forget-node-data.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

async function dataFolder() {
  const folder = await temporaryFolder();
  await mkdir(join(folder.path, "harvested"));
  for (const name of ["harbour.db", "harbour.db-wal", "harbour.db-shm", "harbour-two.db"])
    await writeFile(join(folder.path, "harvested", name), "records");
  await mkdir(join(folder.path, "snapshots-taken", "harbour", "files"), { recursive: true });
  const names = async () => [
    ...(await readdir(join(folder.path, "harvested"))),
    ...(await readdir(join(folder.path, "snapshots-taken"))),
  ];
  return { ...folder, names };
}

test("of a node that left neither harvested records nor copies of its files are kept; others stay", async () => {
  await using folder = await dataFolder();
  await forgetNodeData(folder.path, "harbour");
  expect(await folder.names()).toEqual(["harbour-two.db"]);
});

test("what nodes left that went while no hub ran goes at the start", async () => {
  await using folder = await dataFolder();
  await forgetNodesThatLeft(folder.path, async () => (code) => code === "harbour");
  expect((await folder.names()).toSorted()).toEqual(["harbour", "harbour.db", "harbour.db-shm", "harbour.db-wal"]);
});

test("who is there is asked after the files were seen: a node that came meanwhile keeps its own", async () => {
  await using folder = await dataFolder();
  await rm(join(folder.path, "harvested", "harbour-two.db"));
  const present = async () => {
    await writeFile(join(folder.path, "harvested", "newcomer.db"), "records");
    return () => false;
  };
  await forgetNodesThatLeft(folder.path, present);
  expect(await folder.names()).toEqual(["newcomer.db"]);
});

test("without such folders there is nothing to do", async () => {
  await using folder = await temporaryFolder();
  await forgetNodesThatLeft(folder.path, async () => () => false);
  expect(await readdir(folder.path)).toEqual([]);
});
