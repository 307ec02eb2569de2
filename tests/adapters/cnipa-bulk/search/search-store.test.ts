import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { createPatentStore } from "#adapters/cnipa-bulk/store/create-patent-store.ts";
import { openDatabase } from "#adapters/cnipa-bulk/store/open-database.ts";
import { importFiles, standardDocument, temporaryFolder } from "#tests/adapters/cnipa-bulk/xml-parts.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { requestOf, text } from "./corpus.ts";

const HUB = join(import.meta.dirname, "../../../../gateway/cli/main.ts");

test("an import shows in the next search of an open store, whether of this process or another one", async () => {
  await using folder = await temporaryFolder();
  await using store = opened(folder.path);
  const ask = async () => (await store.search(requestOf({ query: text("示例装置") }))).total.value;
  expect(await ask()).toBe(0);
  await importFiles(folder.path, { "a.xml": standardDocument() });
  expect(await ask()).toBe(1);
  const other = join(folder.path, "b.xml");
  await writeFile(other, standardDocument({ original: "202110991218.8", number: "113783949" }));
  const env = { ...process.env, HUB_DATA_DIR: folder.path };
  await promisify(execFile)(process.execPath, [HUB, "import", other], { env });
  expect(await ask()).toBe(2);
});

test("many searches at once are shared between threads and all answered alike", async () => {
  await using folder = await temporaryFolder();
  await importFiles(folder.path, { "a.xml": standardDocument() });
  await using store = opened(folder.path);
  const pages = await Promise.all(
    Array.from({ length: 50 }, () => store.search(requestOf({ query: text("装置"), facets: ["CITY", "APPLICANT"] }))),
  );
  expect(new Set(pages.map((page) => JSON.stringify(page))).size).toBe(1);
  expect(pages[0]?.facets).toMatchObject([
    { field: "CITY", buckets: [{ value: "510100", name: null, count: 1 }], missing: 0, other: 0 },
    { field: "APPLICANT", buckets: [{ name: "成都示例光电有限公司", count: 1 }], missing: 0, other: 0 },
  ]);
});

test("a full line refuses at once, who leaves it is never answered, and a closed store says so", async () => {
  await using folder = await temporaryFolder();
  const store = createPatentStore(folder.path);
  const leaving = new AbortController();
  const asked = Array.from({ length: 210 }, (_, index) =>
    failureKind(store.search(requestOf({}), index === 150 ? leaving.signal : undefined)),
  );
  leaving.abort();
  const kinds = await Promise.all(asked);
  expect(kinds[150]).toBe("aborted");
  expect(kinds.filter((kind) => kind === "busy").length).toBe(10);
  expect(kinds.filter((kind) => kind === null).length).toBe(199);
  await store.close();
  expect(await failureOf(store.search(requestOf({})))).toEqual({ kind: "off" });
});

test("a store that closes while its threads still load answers those who wait", async () => {
  await using folder = await temporaryFolder();
  const store = createPatentStore(folder.path);
  const asked = failureKind(store.search(requestOf({})));
  await store.close();
  expect(await asked).toBe("off");
});

test("a store that was filled before it had an index is indexed by the first search", async () => {
  await using folder = await temporaryFolder();
  await importFiles(folder.path, { "a.xml": standardDocument() });
  const database = openDatabase(folder.path);
  database.exec(
    "DELETE FROM search_documents; DELETE FROM search_pending; UPDATE search_state SET value = 0 WHERE name = 'version'",
  );
  database.close();
  await using store = opened(folder.path);
  expect((await store.search(requestOf({ query: text("示例") }))).total.value).toBe(1);
});

function opened(path: string) {
  const store = createPatentStore(path);
  return { ...store, [Symbol.asyncDispose]: () => store.close() };
}

async function failureKind(answer: Promise<unknown>): Promise<string | null> {
  return answer.then(
    () => null,
    async () => (await failureOf(answer)).kind,
  );
}
