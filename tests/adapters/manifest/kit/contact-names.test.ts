import iconv from "iconv-lite";
import { expect, test } from "vitest";
import { contactNames } from "#adapters/manifest/kit/contact-names.ts";
import { redactBytes } from "#adapters/manifest/kit/redact.ts";

const JSON_PAGE = `{"items":[{"jgmc":"遵义乌江知识产权代理有限公司","fzr":"周小明","lxdh":"0851-28006029"},{"contactPerson" : "\\u738b\\u4e00"}]}`;
const XML_PAGE = `<r><o><mc>装置</mc><lxr><![CDATA[杨一]]></lxr></o></r>`;
const DETAIL_PAGE = `<table><tr><th>名称</th><td>方法</td></tr><tr><td>联&nbsp;系 人：</td><td> 钱国栋 </td></tr></table>`;
const LIST_PAGE = `<table><tr><th>标题</th><th>联系人</th><th>联系电话</th></tr><tr><td>甲</td><td>李雷</td><td>028-86001234</td></tr></table>`;
const CSV_PAGE = `\uFEFF名称,联系人,备注\r\n"培训,一期",韩梅梅,"第1行\n第2行"\r\n讲座,李雷、王芳 13900000000,无\r\n`;

test.each([
  ["JSON by its keys, escaped or not", JSON_PAGE, ["\\u738b\\u4e00", "周小明"]],
  ["XML by its elements", XML_PAGE, ["杨一"]],
  ["a page of labels and values", DETAIL_PAGE, ["钱国栋"]],
  ["a table with a head, whose other labels are no names", LIST_PAGE, ["李雷"]],
  ["CSV by its columns", CSV_PAGE, ["韩梅梅", "李雷", "王芳"]],
  ["words", "有意者请与联系人：罗福贵联系；联系人杨老师", ["罗福贵", "杨老师"]],
])("names of contact persons are found in %s", (_format, page, names) => {
  expect([...contactNames(page)].sort()).toEqual([...names].sort());
});

test("an applicant, an inventor and a title are no contact persons", () => {
  expect(contactNames(`{"applicant":"成都示例光电有限公司","inventor":"王五","title":"负责人管理系统"}`)).toEqual([]);
});

test.each(["utf8", "gb18030"])(
  "in %s they are replaced wherever they stand, and numbers of landlines too",
  (charset) => {
    const page = `${DETAIL_PAGE}<p>由钱国栋受理，电话（0851）28004262转819，传真 0851-2800426，信箱 fmr12@example.com，图 logo@2x.png，专利号 202310123456.6</p>`;
    const kept = iconv.decode(redactBytes(iconv.encode(page, charset), new Map()), charset);
    expect(kept).toBe(
      page
        .replaceAll("钱国栋", "某某")
        .replace("28004262", "00000000")
        .replace("0851-2800426", "0851-0000000")
        .replace("fmr12@example.com", "somebody@mail.invalid"),
    );
  },
);

test("bytes that are no text stay as they are", () => {
  const bytes = Buffer.from(Array.from({ length: 512 }, (_, at) => (at * 7) % 256));
  expect(redactBytes(bytes, new Map())).toEqual(bytes);
});

test("a secret in which a contact person's name stands is replaced whole", () => {
  const page = Buffer.from('{"fzr":"周小明","token":"周小明-2026-key"}');
  expect(redactBytes(page, new Map([["KEY", "周小明-2026-key"]])).toString()).toBe(
    '{"fzr":"某某","token":"SECRET_KEY"}',
  );
});
