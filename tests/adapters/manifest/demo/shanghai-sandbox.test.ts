import { load } from "cheerio";
import { describe, expect, test } from "vitest";
import * as shanghai from "#adapters/manifest/demo/shanghai/sandbox.ts";
import { parseApplicationNumber } from "#schema/ids/application-number.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { type DemoBench, gbkEscape, gbkText, serveDemo } from "./serve-demo.ts";

const LOGIN = "/Search/login.do?username=guest&dblist=us;fr;ep;gb;wo;jp;ch;ru;de;ot;cn";

async function logIn(sandbox: DemoBench): Promise<{ readonly cookie: string }> {
  const response = await fetch(sandbox.url + LOGIN);
  const [cookie = ""] = (response.headers.get("set-cookie") ?? "").split(";");
  expect(await gbkText(response)).toContain("<frameset");
  return { cookie };
}

async function page(sandbox: DemoBench, path: string, headers: Readonly<Record<string, string>> = {}) {
  return load(await gbkText(await fetch(sandbox.url + path, { headers })));
}

describe("the stand-in of the Shanghai platform", () => {
  test("lets a guest in by an address, and nobody without databases", async () => {
    await using sandbox = await serveDemo(shanghai);
    const refused = await fetch(`${sandbox.url}/Search/login.do?username=guest`);
    expect(refused.status).toBe(200);
    expect(refused.headers.get("set-cookie")).toBeNull();
    expect(await gbkText(refused)).toContain("用户名或密码错误");
    expect((await logIn(sandbox)).cookie).toMatch(/^JSESSIONID=[0-9A-F]{32}$/);
  });

  test("shows the log-in page, with status 200, to who has no session or one that idled too long", async () => {
    const clock = new ManualClock();
    await using sandbox = await serveDemo(shanghai, { clock });
    const path = "/Search/quick.do?db=jy";
    expect((await page(sandbox, path))("form[name=loginForm]").length).toBe(1);
    const session = await logIn(sandbox);
    expect((await page(sandbox, path, session))("#resultList tr").length).toBeGreaterThan(5);
    await clock.advance(21 * 60_000);
    expect((await page(sandbox, path, session))("form[name=loginForm]").length).toBe(1);
  });

  test("sends GBK under a header that says UTF-8, and reads words in GBK", async () => {
    await using sandbox = await serveDemo(shanghai);
    const session = await logIn(sandbox);
    const response = await fetch(`${sandbox.url}/Search/quick.do?db=zl&word=${gbkEscape("低温固化光学胶")}`, {
      headers: session,
    });
    expect(response.headers.get("content-type")).toBe("text/html;charset=UTF-8");
    const $ = load(await gbkText(response));
    expect($("#total").text()).toBe("1");
    expect($("#resultList a").text()).toBe("一种低温固化光学胶及其制备方法");
  });

  test("pages up to a hundred, repeats the last page, and refuses pages beyond its ceiling in words", async () => {
    await using sandbox = await serveDemo(shanghai, { settings: { pageCeiling: 12 } });
    const session = await logIn(sandbox);
    const at = (query: string) => page(sandbox, `/Search/quick.do?db=zl&${query}`, session);
    expect((await at("page=1&pagesize=500"))("#resultList tr:has(td)").length).toBe(100);
    const last = (await at("page=6&pagesize=100"))("#resultList").text();
    expect((await at("page=11&pagesize=100"))("#resultList").text()).toBe(last);
    expect((await at("page=13&pagesize=100"))(".err").text()).toBe("检索结果过多，只能浏览前12页");
  });

  test("takes a range of days as 19951201-19951231 and nothing else", async () => {
    await using sandbox = await serveDemo(shanghai);
    const session = await logIn(sandbox);
    const at = (date: string) => page(sandbox, `/Search/quick.do?db=jy&date=${date}&pagesize=100`, session);
    const all = Number((await at(""))("#total").text());
    const some = Number((await at("20230301-20230331"))("#total").text());
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(all);
    expect((await at("2023-03-01"))(".err").text()).toContain("日期格式错误");
  });

  test("shuts the door for the rest of the hour on who asks too much", async () => {
    const clock = new ManualClock();
    await using sandbox = await serveDemo(shanghai, { clock, settings: { perHour: 2 } });
    for (let turn = 0; turn < 2; turn++) await page(sandbox, "/Service/list.jsp");
    expect((await page(sandbox, "/Service/list.jsp"))(".err").text()).toContain("访问过于频繁");
    await clock.advance(3_600_000);
    expect((await page(sandbox, "/Service/list.jsp"))("tr.fw").length).toBe(12);
  });

  test("tells the story's deal three days late and its offer dearer, with numbers that are valid", async () => {
    await using sandbox = await serveDemo(shanghai);
    const session = await logIn(sandbox);
    const deals = await page(sandbox, `/Search/quick.do?db=jy&word=${gbkEscape("山地光伏组件清洗装置")}`, session);
    const href = deals("#resultList a").attr("href") ?? "";
    const deal = await page(sandbox, `/Search/${href}`, session);
    expect(deal("#dsr").text().trim()).toBe("成都示例光电有限公司；重庆示例新材料有限公司");
    expect(deal("#rq").text()).toMatch(/2023.0?3.13|20230313/);
    expect(parseApplicationNumber(deal("#zlh").text().trim())).toMatchObject({ ok: true });
    const lots = await page(sandbox, `/Search/quick.do?db=pm&word=${gbkEscape("低温固化光学胶")}`, session);
    expect(lots("#resultList td:nth-child(4)").text()).toMatch(/18万元|180,000元|１８万元/);
  });

  test("counts a topic collection's patents over the shared world, and apologises for unknown records", async () => {
    await using sandbox = await serveDemo(shanghai);
    const topics = await page(sandbox, "/Topic/index.jsp");
    expect(topics("ul.zt li").length).toBe(12);
    expect(topics("li#ZT01 p").text()).toMatch(/专利[1-9]\d*件/);
    const session = await logIn(sandbox);
    const unknown = await page(sandbox, "/Search/detail.jsp?db=jy&selectedlist=nothing", session);
    expect(unknown(".err").text()).toBe("没有找到该记录");
  });
});
