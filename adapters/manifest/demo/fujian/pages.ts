import { type DemoAnswer, escapeMarkup, utf8Answer } from "#adapters/manifest/demo/wire/answers.ts";
import { hexId, type Row } from "./reports.ts";

/** Where the windows' page stands: a list page of the content system. */
export const WINDOWS_PAGE = `/f/list-${hexId("column", "windows")}.html`;

interface HallWindow {
  readonly number: string;
  readonly name: string;
  readonly phone: string;
}

const HALL = "福建省福州市鼓楼区示例路68号知识产权服务大厅";
const HOURS = "周一至周五 8:30-12:00，14:30-17:30";

/** Windows for agency, analysis and rights protection are told (FACTS C1); numbers, place and telephones are invented. */
const WINDOWS: readonly HallWindow[] = [
  { number: "1号", name: "专利代理服务窗口", phone: "0591-00000101" },
  { number: "2号", name: "专利查新窗口", phone: "0591-00000102" },
  { number: "3号", name: "专利分析服务窗口", phone: "0591-00000103" },
  { number: "4号", name: "维权援助窗口", phone: "0591-00000104" },
  { number: "５号", name: "综合咨询窗口", phone: "" },
];

/** Blocks without a table, as themes of this content system have it; the charset is told twice and rightly. */
export function windowsPage(): DemoAnswer {
  const items = WINDOWS.map(
    ({ number, name, phone }) =>
      `<li class="window-item" id="w-${hexId("window", number).slice(0, 8)}"><i>${number}</i><h4>${name}</h4>` +
      `<p class="addr">${HALL}</p><p class="time">${HOURS}</p><p class="tel">电话：${phone || "&nbsp;"}</p></li>`,
  );
  return page("服务窗口", `<ul class="window-list">${items.join("\n")}</ul>`);
}

/** `/f/view-{column}-{article}.html`, for people. */
export function articlePage(row: Row): DemoAnswer {
  const text = (name: string): string => escapeMarkup(row[name] ?? "");
  return page(
    row["TITLE"] ?? "",
    `<article><h1>${text("TITLE")}</h1><div class="info">发布时间：${text("PUBDATE")} 阅读：${text("READS")}</div>
<div class="content"><img src="${text("THUMB")}"><p>${text("SUMMARY")}</p></div></article>`,
  );
}

export function missingPage(): DemoAnswer {
  return { ...page("404 - 页面不存在", "<h1>404</h1><p>页面不存在</p>"), status: 404 };
}

export function homePage(): DemoAnswer {
  return page("首页", `<a href="${WINDOWS_PAGE}">服务窗口</a>`);
}

function page(title: string, body: string): DemoAnswer {
  return utf8Answer(
    `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${escapeMarkup(title)} - 福建知识产权平台（模拟）</title>
<meta name="generator" content="stand-in"></head><body>${body}</body></html>`,
    "text/html;charset=UTF-8",
  );
}
