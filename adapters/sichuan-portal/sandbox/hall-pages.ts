import { widen } from "#adapters/runtime/sandbox/print-values.ts";
import { escapeHtml, gbkPage, type PortalAnswer } from "./answers.ts";
import { MEMBERS, RIGHTS_AID_CONTACTS, WINDOWS } from "./directory-content.ts";

/** The window page: its bytes are GBK, its header says UTF-8. */
export function windowsPage(): PortalAnswer {
  const rows = WINDOWS.map((window) =>
    cells([`${window.number}号`, window.name, window.place, window.hours, window.phone], `ck${window.number}`),
  );
  const head = "<tr><th>窗口号</th><th>窗口名称</th><th>办公地点</th><th>开放时间</th><th>咨询电话</th></tr>";
  return gbkPage(
    page("服务窗口", "utf-8", `<table id="ckTable" border=1>${head}${rows.join("\n")}</table>`),
    "text/html;charset=UTF-8",
  );
}

/** The members' page: no charset in the header, gb2312 in the meta element, one code in full-width characters. */
export function membersPage(): PortalAnswer {
  const items = MEMBERS.map(
    (member, index) =>
      `<li class="dw" data-id="${member.id}"><b>${escapeHtml(member.name)}</b><span class="js">【${member.role}】</span>` +
      `<p>统一社会信用代码：${index === 2 ? widen(member.uscc) : member.uscc}</p><p>地址：${index === 7 ? "--" : member.address}</p></li>`,
  );
  return gbkPage(page("成员单位", "gb2312", `<ul class="cydw">${items.join("\n")}</ul>`), "text/html");
}

/** The rights-aid page: a list of definitions, honest about its charset. */
export function rightsAidPage(): PortalAnswer {
  const items = RIGHTS_AID_CONTACTS.map(
    (contact) =>
      `<dt id="${contact.id}" xzqh="${contact.region}">${escapeHtml(contact.name)}</dt>` +
      `<dd>地址：${contact.address}</dd><dd>电话：${contact.phone}</dd>`,
  );
  return gbkPage(page("维权援助", "gbk", `<dl class="wqyz">${items.join("\n")}</dl>`), "text/html; charset=GBK");
}

/** Pages that only people read: what the links of records lead to. */
export function plainPage(title: string): PortalAnswer {
  return gbkPage(page(title, "gbk", `<p>${escapeHtml(title)}</p>`), "text/html; charset=GBK");
}

function page(title: string, charset: string, body: string): string {
  return (
    `<html><head><meta http-equiv="Content-Type" content="text/html; charset=${charset}">` +
    `<title>${title} - 四川省知识产权公共服务平台（模拟）</title></head><body>${body}</body></html>`
  );
}

function cells(values: readonly string[], id: string): string {
  return `<tr id="${id}">${values.map((value) => `<td>&nbsp;${escapeHtml(value)}</td>`).join("")}</tr>`;
}
