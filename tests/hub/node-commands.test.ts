import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { runCli } from "#tests/support/run-cli.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

// Every command is a process of its own.
vi.setConfig({ testTimeout: 120_000 });

test("without a hub a draft is made and checked; mistakes are told with their lines, in both languages", async () => {
  await using folder = await temporaryFolder();
  const [file, page] = [join(folder.path, "wuhu.yaml"), join(folder.path, "report.html")];
  const draft = await runCli({}, "node", "init", "wuhu");
  expect(draft).toMatchObject({ code: 0, err: "", out: expect.stringContaining("code: wuhu") });
  const written = await runCli({}, "node", "init", "wuhu", "--out", file);
  expect(written).toMatchObject({ code: 0, err: "", out: expect.stringContaining(file) });
  expect(await readFile(file, "utf8")).toBe(draft.out);
  const again = await runCli({}, "node", "init", "other", "--out", file);
  expect(again).toMatchObject({ code: 1, out: "", err: expect.stringContaining("is there already") });
  expect(await readFile(file, "utf8")).toBe(draft.out);
  const checked = await runCli({}, "node", "check", file, "--offline", "--html", page);
  expect(checked).toMatchObject({ code: 0, err: "", out: expect.stringContaining("MUST-SECRETS-SET") });
  expect(await readFile(page, "utf8")).toContain("wuhu 0.1.0");
  expect(JSON.parse((await runCli({}, "node", "check", file, "--offline", "--json")).out)).toMatchObject({
    code: "wuhu",
    passed: true,
    score: null,
    notMade: expect.any(Number),
  });
  expect(checked.out).toMatch(/通过 passed, .*\d+ checks were not made, no score \(offline\)/);
  await writeFile(file, draft.out.replace("accessPolicy: PUBLIC", "accessPolicy: ANYTHING"));
  const refused = await runCli({}, "node", "check", file, "--offline");
  expect(refused.code).toBe(1);
  expect(refused.err).toMatch(/wuhu\.yaml:\d+:\d+ licence\.accessPolicy/);
  const sdl = 'sdl: |\n  extend type WuhuAnalysisReport {\n    "甲。 / A."\n    places: Int\n  }\n';
  await writeFile(file, `${draft.out.replace("      title:", "      places: { from: a }\n      title:")}${sdl}`);
  const clashing = await runCli({}, "node", "check", file, "--offline");
  const line = (await readFile(file, "utf8")).split("\n").indexOf('    "甲。 / A."') + 1;
  expect(clashing).toMatchObject({ code: 1, err: expect.stringContaining(`wuhu.yaml:${line}:5 sdl  SDL_FIELD_TYPE`) });
  await writeFile(file, draft.out.replace("code: wuhu\n", "code: sichuan\n"));
  expect((await runCli({}, "node", "check", file, "--offline")).err).toContain("CODE_TAKEN");
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

test("a list that takes POST alone, and a log-in page in place of a list, are told when a draft is made of them", async () => {
  await using portal = await startUpstream(({ path }, response) => {
    if (path === "/post") response.writeHead(405, { allow: "POST" }).end();
    else response.writeHead(200, { "content-type": "text/html" }).end('<html><input type="password"></html>');
  });
  const post = await runCli({}, "node", "init", "wuhu", "--from", `${portal.url}/post`);
  expect(post).toMatchObject({ code: 1, out: "", err: expect.stringContaining("rejected 405") });
  expect(post.err).toContain("method: POST");
  const logIn = await runCli({}, "node", "init", "wuhu", "--from", `${portal.url}/list`);
  expect(logIn).toMatchObject({ code: 0, err: expect.stringContaining("log-in page") });
});

test("an owner's token that does not hold is told as the owner's, not as the operator's", async () => {
  const refusal = { errors: [{ message: "no", extensions: { code: "ADMIN_TOKEN_REQUIRED" } }] };
  await using hub = await startUpstream((_request, response) => {
    response.writeHead(401, { "content-type": "application/json" }).end(JSON.stringify(refusal));
  });
  const env = { HUB_URL: hub.url, HUB_OWNER_TOKEN: "hub-owner.wuhu.nonsense-nonsense" };
  const shown = await runCli(env, "node", "show", "wuhu");
  expect(shown).toMatchObject({ code: 1, err: expect.stringContaining("HUB_OWNER_TOKEN does not hold") });
  expect(shown.err).not.toContain("HUB_ADMIN_TOKEN");
});
