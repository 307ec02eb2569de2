import { printDay, widen } from "#adapters/runtime/sandbox/print-values.ts";
import { createRandom } from "#adapters/runtime/sandbox/world/random.ts";
import type { World } from "#adapters/runtime/sandbox/world/types.ts";
import { TECHNICAL_FIELDS } from "#adapters/runtime/sandbox/world/vocabulary.ts";

type Row = Readonly<Record<string, string>>;

/** One interface of the gateway: column names in upper-case pinyin initials, and all its rows. */
export interface Table {
  readonly names: readonly string[];
  readonly rows: readonly Row[];
}

const PRODUCER = "成渝示例大学知识产权信息服务中心";

export function makeTables(world: World): Readonly<Record<string, Table>> {
  return {
    FXBG: { names: ["BGBH", "BGMC", "ZT", "FBRQ", "BZDW", "ZTS"], rows: counted(reportRows(world)) },
    ZJK: { names: ["ZJBH", "XM", "ZC", "DW", "ZC2", "JJ", "LXDH", "XZQH", "ZTS"], rows: counted(expertRows(world)) },
    HD: { names: ["HDBH", "HDMC", "HDLX", "KSSJ", "JSSJ", "DD", "XZQH", "ZTS"], rows: counted(ACTIVITY_ROWS) },
  };
}

/** Reports on single patents' fields: fewer than the provinces have, and of other titles. */
function reportRows(world: World): readonly Row[] {
  return TECHNICAL_FIELDS.flatMap((field, index) => {
    const random = createRandom(world.seed, "outlet-report", index);
    return [2025, 2026].map((year) => ({
      BGBH: `WD${year}${String(index + 1).padStart(3, "0")}`,
      BGMC: `成渝地区${field.name}专利"一图读懂"，${year}年版`,
      ZT: field.name,
      FBRQ: printDay(`${year}-0${random.int(1, 9)}-${random.int(10, 28)}`, index),
      BZDW: index % 6 === 5 ? "无" : PRODUCER,
    }));
  });
}

/** Experts of the Sichuan directory whom the outlet invites too: the same people under other ids. */
function expertRows(world: World): readonly Row[] {
  return world.experts
    .filter((expert) => expert.node === "sichuan")
    .map((expert, index) => ({
      ZJBH: `E${String(index + 1).padStart(4, "0")}`,
      XM: expert.name,
      ZC: expert.jobTitle,
      DW: expert.organization,
      ZC2: expert.specialties.join("|"),
      JJ: `${expert.introduction}电话${expert.phone}`,
      LXDH: index % 7 === 3 ? widen(expert.phone) : expert.phone,
      XZQH: expert.region,
    }));
}

const ACTIVITY_ROWS: readonly Row[] = [
  activity(1, "专利检索入门公开课", "讲座", "2026-12-02 14:00:00", "2026-12-02 16:00:00"),
  activity(2, "高校专利转化对接会", "对接会", "2026/12/9 9:30:00", "2026/12/9 17:00:00"),
  activity(3, "专利信息分析师培训", "培训", "2026-12-15 09:00:00", "2026-12-18 17:00:00"),
  activity(4, "新能源专利项目路演", "路演", "2027-01-06 14:00:00", ""),
];

function activity(...[serial, name, kind, from, to]: [number, string, string, string, string]): Row {
  return {
    HDBH: `HD${String(serial).padStart(3, "0")}`,
    HDMC: name,
    HDLX: kind,
    KSSJ: from,
    JSSJ: to,
    DD: "成渝示例大学图书馆三层",
    XZQH: "500106",
  };
}

/** The gateway repeats the number of all rows in each of them: CSV has no other place for it. */
function counted(rows: readonly Row[]): readonly Row[] {
  return rows.map((row) => ({ ...row, ZTS: String(rows.length) }));
}
