import { appendFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { runCli } from "#tests/support/run-cli.ts";
import { SnapshotOwner } from "#tests/support/snapshot-owner.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

// Every command is a process of its own.
vi.setConfig({ testTimeout: 120_000 });

const BOTH = "{ zh: 网点, en: Outlet }";
const TABLE = "编号,名称\nA1,一种水泵\nA2,一种阀门\n";

test("an owner of files alone tries and checks them where they lie beside the manifest, before any hub has them", async () => {
  await using folder = await temporaryFolder();
  const owner = new SnapshotOwner();
  const manifest = join(folder.path, "wuhu.yaml");
  await writeFile(
    manifest,
    `manifest: 1
code: wuhu
version: 1.0.0
name: ${BOTH}
owner: { name: ${BOTH}, contact: desk@example.org }
licence: { code: WUHU, name: ${BOTH}, attribution: ${BOTH}, accessPolicy: PUBLIC }
sources:
  files: { name: ${BOTH}, snapshot: { publicKeys: [${owner.publicKey}] } }
kinds:
  LISTING:
    list: { request: { path: /offers.csv }, decode: { format: csv } }
    id: 编号
    fields: { title: 名称, subject: { value: PATENT }, mode: { value: ASSIGNMENT }, region: { value: "340200" } }
`,
  );
  const missing = await runCli({}, "node", "try", manifest);
  expect(missing).toMatchObject({ code: 1, out: expect.stringMatching(/没有该文件.*beside the manifest/) });
  await owner.put(folder.path, "offers.csv", TABLE, new Date().toISOString());
  const tried = await runCli({}, "node", "try", manifest);
  expect(tried).toMatchObject({ code: 0, err: "", out: expect.stringMatching(/total 2[\s\S]*"一种水泵"/) });
  const checked = await runCli({}, "node", "check", manifest, "--json");
  expect(JSON.parse(checked.out)).toMatchObject({ code: "wuhu", passed: true });
  await appendFile(join(folder.path, "offers.csv"), "A3,一种手柄\n");
  expect((await runCli({}, "node", "try", manifest)).out).toMatch(/文件与封不符.*seal it anew/);
  await rm(join(folder.path, "offers.csv.sig"));
  expect((await runCli({}, "node", "try", manifest)).out).toMatch(/没有封.*no seal/);
});
