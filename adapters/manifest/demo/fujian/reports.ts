import { createHash } from "node:crypto";
import { printChineseDay } from "#adapters/manifest/demo/wire/print.ts";
import { createRandom } from "#adapters/runtime/sandbox/world/random.ts";
import type { World } from "#adapters/runtime/sandbox/world/types.ts";
import { TECHNICAL_FIELDS, type TechnicalField } from "#adapters/runtime/sandbox/world/vocabulary.ts";

/** A row of `DATA`: upper-case names, every value a text. */
export type Row = Readonly<Record<string, string>>;

/** The column under which articles of a kind stand; half of an article's address. */
export const REPORT_COLUMN = hexId("column", "report");

const PRODUCER = "福建省知识产权信息服务中心（模拟）";
const KINDS = ["专利导航分析报告", "专利竞争态势分析", "专利预警报告", "战略性专利布局建议"] as const;
const YEARS = [2026, 2025, 2024, 2023] as const;

/** Analysis reports, the newest first: four kinds over the technical fields of the shared world, over four years. */
export function makeReports(world: World): readonly Row[] {
  return YEARS.flatMap((year) =>
    TECHNICAL_FIELDS.flatMap((field, index) => {
      const kind = KINDS[(index + year) % KINDS.length] ?? KINDS[0];
      return [{ row: reportRow(world, field, { year, kind, index }), day: reportDay(world, year, index) }];
    }),
  )
    .toSorted((a, b) => b.day.localeCompare(a.day))
    .map(({ row }) => row);
}

interface Issue {
  readonly year: number;
  readonly kind: string;
  readonly index: number;
}

function reportRow(world: World, field: TechnicalField, { year, kind, index }: Issue): Row {
  const id = hexId("report", `${year}-${index}`);
  const before = world.patents.filter(
    (patent) => patent.filingDate < `${year}` && patent.ipc.some((symbol) => field.ipc.includes(symbol)),
  );
  return {
    ID: id,
    TITLE: `${field.name}产业${kind}（${year}）`,
    TOPIC: field.name,
    PUBDATE: printChineseDay(reportDay(world, year, index)),
    PRODUCER: index % 5 === 4 ? "--" : PRODUCER,
    SUMMARY: `截至${year - 1}年末，样本中${field.name}领域专利${before.length}件，主要分类${field.ipc[0] ?? ""}。`,
    URL: `/f/view-${REPORT_COLUMN}-${id}.html`,
    THUMB: `/userfiles/1/_thumbs/images/report/${year}/${id.slice(0, 8)}.jpg`,
    READS: String(100 + ((year * 31 + index * 17) % 900)),
  };
}

/** In the first ten months, so that nothing is younger than the shared world. */
function reportDay(world: World, year: number, index: number): string {
  const random = createRandom(world.seed, `fujian-report-${year}`, index);
  return `${year}-${String(random.int(1, 10)).padStart(2, "0")}-${String(random.int(1, 28)).padStart(2, "0")}`;
}

/** Ids of this framework are 32 hexadecimal digits. */
export function hexId(kind: string, name: string): string {
  return createHash("md5").update(`fujian ${kind} ${name}`).digest("hex");
}
