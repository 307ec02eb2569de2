import { once } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { inTransaction, openWalDatabase } from "#adapters/runtime/wal-database.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

const MODULE = new URL("../../../adapters/runtime/wal-database.ts", import.meta.url).href;
const OPEN = `
  const { workerData, parentPort } = require("node:worker_threads");
  import(workerData.module).then(({ openWalDatabase }) => {
    Atomics.wait(new Int32Array(workerData.gate), 0, 0);
    openWalDatabase(workerData.file, 5000).close();
    parentPort.postMessage("opened");
  });`;

test("a new store can be opened by many at once", async () => {
  await using folder = await temporaryFolder();
  for (let round = 0; round < 5; round += 1) {
    const gate = new SharedArrayBuffer(4);
    const workerData = { module: MODULE, gate, file: join(folder.path, `${round}.db`) };
    const workers = Array.from({ length: 6 }, () => new Worker(OPEN, { eval: true, workerData }));
    await Promise.all(workers.map((worker) => once(worker, "online")));
    Atomics.store(new Int32Array(gate), 0, 1);
    Atomics.notify(new Int32Array(gate), 0);
    const answers = await Promise.all(workers.map((worker) => once(worker, "message")));
    expect(answers).toEqual(workers.map(() => ["opened"]));
  }
});

test("pages have the size that was asked for when the store was made, ever after", async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "pages.db");
  for (const asked of [16_384, 4_096]) {
    const database = openWalDatabase(file, 5000, asked);
    database.exec("CREATE TABLE IF NOT EXISTS kept (id INTEGER PRIMARY KEY)");
    expect(database.prepare("PRAGMA page_size").get()).toEqual({ page_size: 16_384 });
    expect(database.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
    database.close();
  }
});

test("what ended a transaction is told, also where the store has rolled it back by itself", async () => {
  await using folder = await temporaryFolder();
  const database = openWalDatabase(join(folder.path, "one.db"), 5000);
  database.exec(`CREATE TABLE kept (id INTEGER PRIMARY KEY);
    CREATE TRIGGER full BEFORE INSERT ON kept WHEN new.id > 1 BEGIN SELECT RAISE(ROLLBACK, 'the disk is full'); END`);
  const insert = (id: number) => database.prepare("INSERT INTO kept VALUES (?)").run(id);
  const both = () => inTransaction(database, () => [insert(1), insert(2)]);
  expect(both).toThrow("the disk is full");
  inTransaction(database, () => insert(1));
  expect(database.prepare("SELECT id FROM kept").all()).toEqual([{ id: 1 }]);
  database.close();
});
