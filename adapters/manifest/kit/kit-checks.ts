import type { Bilingual } from "#schema/ids/parsed.ts";

/** Every check of the kit. Ids are never changed, and never used again for another check. */
export const KIT_CHECKS = {
  "MUST-SECRETS-SET": told("清单所用的密钥均已设置", "the secrets that the manifest names are set"),
  "MUST-LISTS-ANSWER": told("每个种类的列表可读", "the list of every kind can be read"),
  "MUST-PROBES-MET": told("探测项达到清单所说的数量", "probes find as much as the manifest says"),
  "MUST-IDS-UNIQUE": told("记录标识不重复", "no two records of a list have one id"),
  "MUST-IDS-STABLE": told("再次读取时标识不变", "read again, records have the same ids"),
  "MUST-RECORDS-FOUND": told("可按标识取得列表中的记录", "a record of the list is found by its id"),
  "MUST-BATCH-ALIGNED": told(
    "批量查询按所问次序应答",
    "look-ups answer in the order asked, with null for what is not there",
  ),
  "MUST-PAGING-HONEST": told(
    "翻页不重复、不遗漏，末页之后为空",
    "pages do not repeat each other, and there is nothing after the last",
  ),
  "MUST-TOTAL-HONEST": told("总数不少于所见记录", "the total is not less than what was seen"),
  "MUST-VALUES-READ": told(
    "至多五分之一的记录有读不出的字段",
    "a fifth of the records at most has a field that cannot be read",
  ),
  "MUST-TITLED": told("记录有标题或名称", "records have a title or name"),
  "MUST-ERRORS-MAPPED": told(
    "上游出错时报告失败，不当作空结果",
    "failures of the upstream are told as such, never as nothing found",
  ),
  "MUST-ABORT-HONOURED": told("客户端离开后不再等待上游", "when the client leaves, the upstream is let go"),
  "MUST-POLITENESS-KEPT": told(
    "检查期间未超过清单的访问频率",
    "the check itself kept the manners that the manifest sets",
  ),
  "SHOULD-LINES-WHOLE": told(
    "表格的每一行与列数相同（不同者整行不取）",
    "lines of a table have a cell for every column; those that have not are left out",
  ),
  "SHOULD-IDENTIFIERS-VALID": told("号码的校验位正确", "numbers have valid check digits"),
  "SHOULD-FIELDS-FILLED": told("每个映射字段至少在一条记录中有值", "every mapped field has a value in some record"),
  "SHOULD-CORE-MAPPED": told("映射了该种类的主要字段", "the main fields of each kind are mapped"),
  "SHOULD-SEARCH-FINDS": told("按标题中的词可检索到该记录", "a record is found by words of its title"),
  "SHOULD-OTHER-PAGES-TOLD": told(
    "以维护页等代替的应答报告为失败",
    "a page that comes in place of the answer (maintenance) is told as a failure",
  ),
  "SHOULD-PROBED": told("每个种类都有探测项", "every kind has a probe"),
  "SHOULD-MANNERS-TOLD": told("写明了每个数据源的访问频率", "the manners toward every source are told"),
  "MAY-PAGES-LINKED": told("记录附有所有者网页的链接", "records lead to the owner's own pages"),
  "MAY-LOOK-UP": told("可按标识单独查询", "records can be asked for by id alone"),
  "MAY-HARVESTED": told("允许建立摘要索引", "an index of summaries may be kept"),
} as const satisfies Record<`${"MUST" | "SHOULD" | "MAY"}-${string}`, Bilingual>;

export type KitCheckId = keyof typeof KIT_CHECKS;

function told(zh: string, en: string): Bilingual {
  return { zh, en };
}
