import iconv from "iconv-lite";
import { printCsv } from "#adapters/manifest/demo/wire/csv.ts";
import { printNumber, printYuan } from "#adapters/manifest/demo/wire/print.ts";
import { printDay } from "#adapters/runtime/sandbox/print-values.ts";
import { coarseStatus } from "#adapters/runtime/sandbox/world/coarse-status.ts";
import { indexWorld } from "#adapters/runtime/sandbox/world/index-world.ts";
import type { World } from "#adapters/runtime/sandbox/world/types.ts";
import { TECHNICAL_FIELDS } from "#adapters/runtime/sandbox/world/vocabulary.ts";

/** What the outlet exports every night, by file name: a table of an office program in GBK, and lines of JSON in UTF-8. */
export function makeFiles(world: World): Readonly<Record<string, Buffer>> {
  return {
    "offers.csv": iconv.encode(printCsv(OFFER_COLUMNS, offerRows(world)).replace("\uFEFF", ""), "gbk"),
    "reports.jsonl": Buffer.from(
      reportRows(world)
        .map((row) => `${JSON.stringify(row)}\n`)
        .join(""),
    ),
  };
}

const OFFER_COLUMNS = ["编号", "名称", "专利号", "权利人", "方式", "价格（万元）", "登记日"];

/** Patents in force whose owners the outlet looks after: every seventh. Bare numbers under a heading that says 万元. */
function offerRows(world: World) {
  const { partyName } = indexWorld(world);
  return world.patents
    .filter((patent, index) => index % 7 === 3 && coarseStatus(patent) === "有效")
    .map((patent, index) => ({
      编号: `WG${String(index + 1).padStart(5, "0")}`,
      名称: patent.title,
      专利号: printNumber(patent.applicationNumber, index),
      权利人: partyName(patent.owners[0] ?? ""),
      方式: index % 2 === 0 ? "许可" : "转让",
      "价格（万元）": index % 5 === 4 ? printYuan(null, index) : String(2 + (index % 40) / 2),
      登记日: printDay(`2026-0${(index % 9) + 1}-1${index % 9}`, index),
    }));
}

function reportRows(world: World) {
  return TECHNICAL_FIELDS.map((field, index) => {
    const own = world.patents.filter((patent) => patent.ipc.some((symbol) => field.ipc.includes(symbol)));
    return {
      id: `R${String(index + 1).padStart(3, "0")}`,
      title: `${field.name}领域专利态势年报（2025）`,
      topic: field.name,
      published: printDay(`2026-02-${10 + index}`, index),
      producer: "成渝示例企业专利信息网点",
      patents: own.length,
    };
  });
}
