import { createHmac } from "node:crypto";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import * as outlet from "#adapters/manifest/demo/outlet-csv/sandbox.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { type DemoBench, serveDemo } from "./serve-demo.ts";

interface Signed {
  readonly timestamp?: number;
  readonly nonce?: string;
  readonly secret?: string;
}

const clock = new ManualClock();
let asked = 0;

function ask(sandbox: DemoBench, path: string, signed: Signed = {}): Promise<Response> {
  asked += 1;
  const { timestamp = clock.now(), nonce = `n${asked}`, secret = "outlet-demo-secret" } = signed;
  const signature = createHmac("sha256", secret).update(`hub-demo${timestamp}${nonce}`).digest("base64");
  const headers = {
    "X-Client-Id": "hub-demo",
    "X-Timestamp": String(timestamp),
    "X-Nonce": nonce,
    "X-Signature": signature,
  };
  return fetch(`${sandbox.url}/gateway/csv/${path}`, { headers });
}

async function rowsOf(response: Response): Promise<readonly Readonly<Record<string, string>>[]> {
  expect(response.status).toBe(200);
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  return parse(bytes, { bom: true, columns: true });
}

describe("the stand-in of an outlet behind a signed gateway", () => {
  test("answers CSV with a mark at its front, quotes and the number of all rows", async () => {
    await using sandbox = await serveDemo(outlet, { clock });
    const rows = await rowsOf(await ask(sandbox, "FXBG?PAGE=2&PAGENUM=10"));
    expect(rows.length).toBe(10);
    expect(rows[0]).toMatchObject({ ZTS: "24", BGMC: expect.stringContaining('"一图读懂"') });
    expect(await rowsOf(await ask(sandbox, "FXBG?PAGE=9&PAGENUM=10"))).toEqual([]);
  });

  test("finds rows by word and by id", async () => {
    await using sandbox = await serveDemo(outlet, { clock });
    const found = await rowsOf(await ask(sandbox, `FXBG?GJC=${encodeURIComponent("新材料")}`));
    expect(found.length).toBe(2);
    expect(await rowsOf(await ask(sandbox, `FXBG?BH=${found[0]?.["BGBH"]}`))).toEqual([{ ...found[0], ZTS: "1" }]);
  });

  test.each<[string, Signed]>([
    ["签名错误", { secret: "another" }],
    ["时间戳已过期", { timestamp: clock.now() - 601_000 }],
    ["随机数重复", { nonce: "" }],
  ])("refuses with 401: %s", async (words, signed) => {
    await using sandbox = await serveDemo(outlet, { clock });
    const response = await ask(sandbox, "FXBG", signed);
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ CODE: 401, MSG: words });
  });

  test("takes a nonce once, and no more questions a day than it is told", async () => {
    await using sandbox = await serveDemo(outlet, { clock, settings: { perDay: 2 } });
    expect((await ask(sandbox, "HD", { nonce: "same" })).status).toBe(200);
    expect((await ask(sandbox, "HD", { nonce: "same" })).status).toBe(401);
    expect((await ask(sandbox, "HD")).status).toBe(429);
  });
});
