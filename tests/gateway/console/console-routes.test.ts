import { describe, expect, test } from "vitest";
import { consoleRoutes } from "#gateway/console/console-routes.ts";
import { readExamples } from "#gateway/console/read-examples.ts";
import { startFront } from "#tests/support/start-front.ts";

const NOWHERE = new URL("./no-such-folder/", import.meta.url);

describe("the console's files", () => {
  test("are a page that says how to build it where it was not built", async () => {
    await using hub = await startFront({ routes: await consoleRoutes(NOWHERE) });
    const response = await fetch(`${hub.url}/`);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain("npm run console");
  });

  test("are served with a tight policy, a tag for the page and for ever for the rest", async ({ skip }) => {
    await using hub = await startFront({ routes: await consoleRoutes() });
    const response = await fetch(`${hub.url}/`);
    const page = await response.text();
    const script = /src="(\/console\/assets\/main-[\w]+\.js)"/.exec(page)?.[1];
    if (script === undefined) return skip("the console is not built: npm run console");
    expect(response.headers.get("content-security-policy")).toContain("script-src 'self';");
    const again = await fetch(`${hub.url}/`, { headers: { "if-none-match": response.headers.get("etag") ?? "" } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    const asset = await fetch(`${hub.url}${script}`);
    expect(asset.headers.get("cache-control")).toContain("immutable");
    expect(asset.headers.get("content-type")).toContain("text/javascript");
    expect(asset.headers.get("content-encoding")).toMatch(/br|gzip/);
    expect((await fetch(`${hub.url}/console/assets/../index.html`)).status).toBe(404);
    expect((await fetch(`${hub.url}/console/assets/%2e%2e%2fbuild.ts`)).status).toBe(404);
  });

  test("name no address elsewhere", async ({ skip }) => {
    await using hub = await startFront({ routes: await consoleRoutes() });
    const page = await (await fetch(`${hub.url}/`)).text();
    if (!page.includes("console-data")) return skip("the console is not built: npm run console");
    const loads = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address);
    expect(loads.length).toBeGreaterThan(1);
    for (const address of loads) expect(address).toMatch(/^(\/console\/assets\/|data:image)/);
  });
});

describe("the examples", () => {
  test("each have a summary in both languages, and my-cases its header", async () => {
    const examples = await readExamples(new URL("../../../gateway/console/examples/", import.meta.url));
    expect(examples.length).toBeGreaterThanOrEqual(6);
    for (const { name, summary, query, variables } of examples) {
      expect(summary.zh, name).toMatch(/\p{Script=Han}/u);
      expect(summary.en, name).toMatch(/^[\x20-\x7e]+$/);
      expect(query).toMatch(/query \w+/);
      expect(() => JSON.parse(variables || "{}")).not.toThrow();
    }
    const myCases = examples.find(({ name }) => name === "my-cases");
    expect(myCases?.headers).toContain("Hub-Node-Authorization");
  });
});
