import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { runCli } from "#tests/support/run-cli.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

// Every command is a process of its own.
vi.setConfig({ testTimeout: 120_000 });

test("without a hub a draft is made and checked; mistakes are told with their lines, in both languages", async () => {
  await using folder = await temporaryFolder();
  const [file, page] = [join(folder.path, "wuhu.yaml"), join(folder.path, "report.html")];
  const draft = await runCli({}, "node", "init", "wuhu");
  expect(draft).toMatchObject({ code: 0, err: "", out: expect.stringContaining("code: wuhu") });
  await writeFile(file, draft.out);
  const checked = await runCli({}, "node", "check", file, "--offline", "--html", page);
  expect(checked).toMatchObject({ code: 0, err: "", out: expect.stringContaining("MUST-SECRETS-SET") });
  expect(await readFile(page, "utf8")).toContain("wuhu 0.1.0");
  expect(JSON.parse((await runCli({}, "node", "check", file, "--offline", "--json")).out)).toMatchObject({
    code: "wuhu",
    passed: true,
    score: expect.any(Number),
  });
  await writeFile(file, draft.out.replace("accessPolicy: PUBLIC", "accessPolicy: ANYTHING"));
  const refused = await runCli({}, "node", "check", file, "--offline");
  expect(refused.code).toBe(1);
  expect(refused.err).toMatch(/wuhu\.yaml:\d+:\d+ licence\.accessPolicy/);
});

test("wrong use is told with the usage and code 2; what needs a hub says what to set", async () => {
  for (const args of [
    ["node"],
    ["node", "nothing"],
    ["node", "show"],
    ["node", "init", "Wuhu"],
    ["node", "list", "--all"],
  ])
    expect([args, (await runCli({}, ...args)).code]).toEqual([args, 2]);
  const help = await runCli({}, "node", "register", "--help");
  expect(help).toMatchObject({
    code: 0,
    out: expect.stringMatching(/用法 \/ Usage: [\s\S]*例 Examples:[\s\S]*Exit codes: 0/),
  });
  const list = await runCli({}, "node", "list");
  expect(list).toMatchObject({ code: 1, out: "", err: expect.stringContaining("export HUB_ADMIN_TOKEN=") });
});
