import { type DemoAnswer, escapeMarkup, gbkPage } from "#adapters/manifest/demo/wire/answers.ts";
import type { Entry } from "./databases.ts";

/** One column of a list: its heading and its cells, which may hold markup. */
export interface ListPage {
  readonly title: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
}

/** Old pages of one server disagree on what they say of their charset; the bytes are GBK in all of them. */
const CLAIMS = {
  honest: "text/html; charset=GBK",
  silent: "text/html",
  wrong: "text/html;charset=UTF-8",
} as const;

/** A list as `quick.do` prints it: a table without classes, a header row, the total in a font element. */
export function listPage({ title, headings, rows, total, page, pages }: ListPage): DemoAnswer {
  const head = `<tr bgcolor="#6699CC">${headings.map((text) => `<th>${text}</th>`).join("")}</tr>`;
  const lines = rows.map(
    (cells, index) =>
      `<tr bgcolor="${index % 2 === 0 ? "#FFFFFF" : "#EEF3FA"}">${cells.map((cell) => `<td nowrap>&nbsp;${cell}</td>`).join("")}</tr>`,
  );
  const counter = `<p>共检索到 <font color="red" id="total">${total}</font> 条，第 ${page}/${pages} 页 <a href="javascript:gotoPage(${Math.min(page + 1, pages)})">下一页</a></p>`;
  return gbkPage(
    shell(
      title,
      "gb2312",
      `${counter}<table id="resultList" border=1 cellpadding=2>${head}${lines.join("\n")}</table>`,
    ),
    CLAIMS.wrong,
  );
}

/** `detail.jsp`: a table of label and value. */
export function detailPage({ id, title, fields }: Entry): DemoAnswer {
  const lines = fields.map(
    ([cell, label, value]) =>
      `<tr><td class="lab">${label}：</td><td id="${cell}">${escapeMarkup(value)}&nbsp;</td></tr>`,
  );
  return gbkPage(
    shell(
      title,
      "gb2312",
      `<input type="hidden" name="selectedlist" value="${id}"><h3 id="bt">${escapeMarkup(title)}</h3><table id="detail">${lines.join("\n")}</table>`,
    ),
    CLAIMS.silent,
  );
}

/** A page of the fixed part of the site. */
export function contentPage(title: string, body: string): DemoAnswer {
  return gbkPage(shell(title, "gbk", body), CLAIMS.honest);
}

/** What a guest sees after log-in: three frames, none of which holds data. */
export function frameset(): DemoAnswer {
  return gbkPage(
    `<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>上海知识产权平台（模拟）</title></head>
<frameset rows="90,*"><frame name="top" src="top.jsp"><frameset cols="180,*"><frame name="left" src="left.jsp">
<frame name="main" src="quick.jsp"></frameset><noframes><body>欢迎 guest，您的浏览器不支持框架</body></noframes></frameset></html>`,
    CLAIMS.silent,
  );
}

/** Status 200 for all that goes wrong; only the words tell. */
export function complaint(words: string): DemoAnswer {
  return gbkPage(
    shell(
      "提示",
      "gb2312",
      `<script language="javascript">alert("${words}");history.back();</script><div class="err">${words}</div>`,
    ),
    CLAIMS.silent,
  );
}

/** Where a session has ended: the log-in page, in the middle of whatever was asked. */
export function loginPage(): DemoAnswer {
  return gbkPage(
    shell(
      "用户登录",
      "gb2312",
      `<script>if(top!=self)top.location="login.jsp";</script><form action="login.do" method="get" name="loginForm">
会话已过期，请重新登录<input name="username"><input type="password" name="password"><input type="submit" value="登录"></form>`,
    ),
    CLAIMS.silent,
  );
}

export function link(href: string, text: string): string {
  return `<a href="${escapeMarkup(href)}" target="_blank">${escapeMarkup(text)}</a>`;
}

function shell(title: string, charset: string, body: string): string {
  return `<html><head><meta http-equiv="Content-Type" content="text/html; charset=${charset}"><title>${escapeMarkup(title)} - 上海知识产权平台（模拟）</title></head><body>${body}</body></html>`;
}
