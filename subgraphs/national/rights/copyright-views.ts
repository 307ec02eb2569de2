import type { SoftwareRecord, WorkRecord } from "#adapters/national-registers/records.ts";
import { regionByChineseName } from "#schema/codes/region-names.ts";
import type { PartyReferenceView } from "#subgraphs/national/party/party-reference.ts";
import { absentUnless, type EntryOf, NOT_IN_SOURCE, partiesOf, type RightView, toRightView } from "./right-view.ts";
import { type WorkCategoryCode, workCategoryOf } from "./work-category.ts";

/** What a registration of copyright has, of whatever kind. */
interface CopyrightView extends RightView {
  readonly registrationNumber: string;
  readonly owners: readonly PartyReferenceView[];
  readonly completionDate: string | null;
  readonly firstPublicationDate: string | null;
  readonly registrationDate: string | null;
}

/** What stands behind the GraphQL type SoftwareCopyright. */
export interface SoftwareView extends CopyrightView {
  readonly certificateNumber: string | null;
  readonly shortName: string | null;
  readonly version: string | null;
  readonly classificationCode: string | null;
}

/** What stands behind the GraphQL type RegisteredWork. */
export interface WorkView extends CopyrightView {
  readonly workCategory: { readonly code: WorkCategoryCode; readonly raw: string | null };
  readonly categoryLetter: string;
  readonly registerRegion: { readonly code: string } | null;
}

export function toSoftwareView(entry: EntryOf<SoftwareRecord>): SoftwareView {
  const { certificateNumber, shortName, version, classificationCode } = entry.value;
  return {
    ...toCopyrightView(entry, "SoftwareCopyright"),
    certificateNumber,
    shortName,
    version,
    classificationCode,
  };
}

export function toWorkView(entry: EntryOf<WorkRecord>): WorkView {
  const { registrationNumber, category } = entry.value;
  const [register = "", , letter = ""] = registrationNumber.split("-");
  const registerRegion = registerRegionOf(register);
  const view = toCopyrightView(entry, "RegisteredWork");
  const national = absentUnless(registerRegion, "registerRegion", "NOT_APPLICABLE", {
    zh: "国家登记，不属某省",
    en: "The national register is no province's",
  });
  return {
    ...view,
    absences: national === null ? view.absences : [...view.absences, national],
    workCategory: { code: workCategoryOf(category), raw: category },
    categoryLetter: letter,
    registerRegion,
  };
}

function toCopyrightView(
  entry: EntryOf<SoftwareRecord | WorkRecord>,
  typeName: "SoftwareCopyright" | "RegisteredWork",
): CopyrightView {
  const { registrationNumber, completionDate, publicationDate, registrationDate } = entry.value;
  return {
    ...toRightView(entry, {
      typeName,
      key: registrationNumber,
      absences: [
        absentUnless(publicationDate, "firstPublicationDate", "UNKNOWN", {
          zh: "来源未载，可能尚未发表",
          en: "Not in the source; it may be unpublished",
        }),
        absentUnless(registrationDate, "registrationDate", "UNKNOWN", NOT_IN_SOURCE),
      ],
      numbers: [registrationNumber],
      date: registrationDate,
    }),
    registrationNumber,
    owners: partiesOf(entry.value),
    completionDate,
    firstPublicationDate: publicationDate,
    registrationDate,
  };
}

/** One-character names of provinces as registers put them in front, 川作登字 and 渝作登字 among them. */
const PROVINCES: Readonly<Record<string, string>> = Object.fromEntries(
  (
    "京北京 津天津 冀河北 晋山西 蒙内蒙古 辽辽宁 吉吉林 黑黑龙江 沪上海 苏江苏 浙浙江 皖安徽 闽福建 赣江西 鲁山东 豫河南 " +
    "鄂湖北 湘湖南 粤广东 桂广西 琼海南 渝重庆 川四川 黔贵州 滇云南 藏西藏 陕陕西 甘甘肃 青青海 宁宁夏 新新疆"
  )
    .split(" ")
    .map((pair) => [pair.slice(0, 1), pair.slice(1)]),
);

/** `川作登字` → Sichuan; the national register is no province's. */
function registerRegionOf(register: string): { readonly code: string } | null {
  const name = PROVINCES[register.slice(0, 1)];
  const region = name === undefined ? null : regionByChineseName(name);
  return region && { code: region.code };
}
