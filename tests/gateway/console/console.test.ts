import { existsSync } from "node:fs";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, describe, expect, test } from "vitest";
import { consoleRoutes } from "#gateway/console/console-routes.ts";
import type { RunOperation } from "#gateway/http/operation.ts";
import { openBrowser, watchPage } from "#tests/support/browser.ts";
import { createConsoleEngine } from "#tests/support/console-engine.ts";
import { type StartedFront, startFront } from "#tests/support/start-front.ts";

const browser = await openBrowser();
const isBuilt = existsSync(new URL("../../../gateway/console/dist/index.html", import.meta.url));
const missing = browser === null ? "no Chromium here" : isBuilt ? null : "the console is not built: npm run console";
const SHOTS = process.env["HUB_TEST_SCREENSHOTS"];

afterAll(async () => browser?.close());

if (missing !== null) test(`the console is looked at in a browser (${missing})`, ({ skip }) => skip(missing));

interface Look extends AsyncDisposable {
  readonly page: Page;
  readonly problems: readonly string[];
  readonly hub: StartedFront;
}

async function look(
  hash: string,
  run: RunOperation = createConsoleEngine(),
  options: BrowserContextOptions = {},
): Promise<Look> {
  const hub = await startFront({ run, routes: await consoleRoutes() });
  const context = await (browser as Browser).newContext({ viewport: { width: 1280, height: 860 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const { problems } = watchPage(page, hub.url);
  await page.goto(`${hub.url}/${hash}`);
  return {
    page,
    problems,
    hub,
    [Symbol.asyncDispose]: async () => {
      await context.close();
      await hub[Symbol.asyncDispose]();
    },
  };
}

async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
}

describe.skipIf(missing !== null)("the start page", () => {
  test.each(["light", "dark"] as const)(
    "says what the hub is in both languages and lists the nodes (%s)",
    async (colorScheme) => {
      await using seen = await look("", createConsoleEngine(), { colorScheme });
      await seen.page.waitForSelector("[data-node=sichuan]");
      const text = await seen.page.textContent("main");
      expect(text).toContain("成渝知识产权联邦枢纽");
      expect(text).toContain("One GraphQL graph over the Sichuan portal");
      expect(text).toContain("四川省知识产权公共服务平台");
      expect(text).toMatch(/隔离[\s\S]*不可用/);
      await shoot(seen.page, `start-${colorScheme}`);
      expect(seen.problems).toEqual([]);
    },
  );

  test("fits a telephone and speaks English when told to, and still does after a reload", async () => {
    await using seen = await look("", createConsoleEngine(), { viewport: { width: 390, height: 800 } });
    await seen.page.click("text=English");
    await seen.page.waitForSelector("text=Nodes in the hub");
    await seen.page.reload();
    await seen.page.waitForSelector("text=quarantined");
    const overflow = await seen.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    await shoot(seen.page, "start-phone");
  });

  test("shows that it loads, that there is nothing, and what went wrong", async () => {
    const answer = Promise.withResolvers<unknown>();
    await using waiting = await look(
      "",
      createConsoleEngine(() => answer.promise),
    );
    await waiting.page.waitForSelector("text=正在读取节点状态");
    await shoot(waiting.page, "start-loading");
    answer.resolve([]);
    await waiting.page.waitForSelector("text=还没有节点接入");

    let isBroken = true;
    const flaky = createConsoleEngine(() => {
      if (isBroken) throw new Error("节点目录不可用");
      return [];
    });
    await using broken = await look("", flaky);
    await broken.page.waitForSelector("[role=alert] >> text=节点目录不可用");
    await shoot(broken.page, "start-failed");
    isBroken = false;
    await broken.page.click("text=重试");
    await broken.page.waitForSelector("text=还没有节点接入");
  });
});

// Typing into Monaco races its own start on a busy machine; a retry tells a slow browser from a broken page.
describe.skipIf(missing !== null)("the query page", { retry: 2 }, () => {
  test.each(["light", "dark"] as const)(
    "runs an example with GraphiQL, served by this hub alone (%s)",
    async (colorScheme) => {
      await using seen = await look("", createConsoleEngine(), { colorScheme });
      await seen.page.click("a[href='#query/patent-by-any-number']");
      await seen.page.waitForSelector(".graphiql-query-editor >> text=PatentByAnyNumber");
      await seen.page.selectOption(".example-picker", "hub-nodes");
      await seen.page.waitForSelector(".graphiql-query-editor >> text=HubNodes");
      await runQuery(seen.page, 'query HubNodes { patent(number: "x") { title } }', "一种低温固化光学胶");
      await shoot(seen.page, `query-${colorScheme}`);
      expect(seen.page.workers().length).toBeGreaterThan(0);
      expect(seen.problems).toEqual([]);
    },
  );

  test("fills the header editor for private data and sends what stands there", async () => {
    await using seen = await look("#query/my-cases");
    await seen.page.waitForSelector(".graphiql-query-editor >> text=MyCases");
    await seen.page.click("button[data-name=headers]");
    await seen.page.waitForSelector(".graphiql-editor-tool >> text=Hub-Node-Authorization");
    await shoot(seen.page, "query-headers");
    const asked = seen.page.waitForRequest(
      (request) => request.headers()["hub-node-authorization"]?.includes("demo-kjy01-sandbox") === true,
    );
    await seen.page.click(".graphiql-execute-button");
    expect((await asked).postData()).toContain("MyCases");
    const stored = await seen.page.evaluate(() => JSON.stringify(localStorage));
    expect(stored).not.toContain("demo-kjy01-sandbox");
    expect(seen.problems).toEqual([]);
  });
});

/**
 * Types a query and runs it until the answer is there: under load Monaco takes the focus, and GraphiQL what was typed,
 * a moment later than a hurried user. The query keeps the operation's name, which GraphiQL notices last of all.
 */
async function runQuery(page: Page, query: string, answer: string): Promise<void> {
  const run = async () => {
    await page.click(".graphiql-query-editor .view-lines");
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText(query);
    // The editor closes brackets by itself: away with what it put after the text.
    await page.keyboard.press("Control+Shift+End");
    await page.keyboard.press("Delete");
    await page.click(".graphiql-execute-button");
    return page.textContent(".result-window");
  };
  await expect.poll(run, { timeout: 20_000, interval: 500 }).toContain(answer);
}
