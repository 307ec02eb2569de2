import { describe, expect, test } from "vitest";
import { coarseStatus } from "#adapters/runtime/sandbox/world/coarse-status.ts";
import { itemDate } from "#adapters/runtime/sandbox/world/gazette.ts";
import { generateWorld } from "#adapters/runtime/sandbox/world/generate-world.ts";
import { indexWorld } from "#adapters/runtime/sandbox/world/index-world.ts";
import type { World, WorldPatent } from "#adapters/runtime/sandbox/world/types.ts";
import { WELL_KNOWN_SICHUAN } from "#adapters/runtime/sandbox/world/well-known.ts";
import { PLATFORM_USERS } from "#adapters/runtime/sandbox/world/well-known-parties.ts";
import { checkCharacter } from "#schema/ids/application-number.ts";

const OPTICS = "91510100MA0DEM0A77";
const MATERIALS = "91500107MA0DEM1B1C";

// The story must be told whatever the seed and the size.
describe.each([
  { seed: 2026, patents: 2_000 },
  { seed: -7, patents: 12 },
])("the well-known records in a world of $patents patents", (size) => {
  const world: World = generateWorld(size);
  const index = indexWorld(world);

  test("has the two organisations and the agency", () => {
    expect(index.organization(OPTICS)).toMatchObject({ name: "成都示例光电有限公司", region: "510100" });
    expect(index.organization(MATERIALS)).toMatchObject({ name: "重庆示例新材料有限公司", region: "500107" });
    expect(index.agency("50990")).toMatchObject({
      name: "重庆示例知识产权代理事务所（普通合伙）",
      uscc: "91500000MA0DEM2C68",
      statusText: "正常",
    });
  });

  test("has the adhesive: granted, in force, offered on the Sichuan portal for 15 万元", () => {
    const patent = patentOf("CN202310123456.6");
    expect(patent).toMatchObject({
      type: "INVENTION",
      title: "一种低温固化光学胶及其制备方法",
      filingDate: "2023-02-14",
      applicants: [OPTICS],
      owners: [OPTICS],
      agencyCode: "50990",
    });
    expect(patent.publications).toContainEqual({ number: "116012345", kind: "B", date: "2024-08-20" });
    expect(coarseStatus(patent)).toBe("有效");
    const offer = world.offers.find((one) => one.patent === patent.applicationNumber && one.node === "sichuan");
    expect(offer).toMatchObject({ mode: "ASSIGNMENT", priceYuan: 150_000, seller: OPTICS, status: "OPEN" });
    expect(world.offers.filter((one) => one.node === "sichuan").slice(0, 20)).toContain(offer);
    expect(WELL_KNOWN_SICHUAN.staleCopy).toEqual({
      patent: "CN202310123456.6",
      printedNumber: "202310123456",
      statusText: "在审",
    });
  });

  test("has demo's case for its fee of patent year 4", () => {
    const docket = world.cases.find((one) => one.patent === "CN202310123456.6");
    expect(docket).toMatchObject({ user: "demo", client: OPTICS });
    const fees = docket?.tasks.filter((task) => task.kind === "FEE") ?? [];
    expect(fees.map((task) => [task.text, task.statusText])).toEqual([
      ["缴纳第1年度年费", "已缴费"],
      ["缴纳第2年度年费", "已缴费"],
      ["缴纳第3年度年费", "已缴费"],
      ["缴纳第4年度年费", "待缴费"],
    ]);
    expect(fees.at(-1)?.dueDate).toBe("2026-02-14");
  });

  test("has the test stand: lapsed for its fee, yet offered on kjy01", () => {
    const patent = patentOf("CN202220765432.1");
    expect(patent).toMatchObject({
      type: "UTILITY_MODEL",
      title: "一种便携式检测支架",
      filingDate: "2022-04-06",
      applicants: [MATERIALS],
      publications: [{ number: "217654321", kind: "U", date: "2022-10-18" }],
    });
    const lapse = patent.legalEvents.find((entry) => entry.code === "CF01");
    expect(lapse?.name).toBe("专利权的终止");
    expect(lapse && itemDate(lapse, "终止日期")).toBe("2024-04-06");
    const offer = world.offers.find((one) => one.patent === patent.applicationNumber && one.node === "chongqing");
    expect(offer).toMatchObject({ mode: "LICENSE", priceYuan: null, status: "OPEN" });
  });

  test("has the cleaning device: assigned 2023-03-10, pledged 2024-01-15, in force", () => {
    const patent = patentOf("CN201810555666.1");
    expect(patent).toMatchObject({
      title: "一种山地光伏组件清洗装置",
      filingDate: "2018-06-01",
      applicants: [OPTICS],
      owners: [MATERIALS],
    });
    expect(patent.publications).toContainEqual({ number: "108765432", kind: "B", date: "2020-05-12" });
    const registered = Object.fromEntries(
      patent.legalEvents.map((entry) => [entry.code, itemDate(entry, "登记生效日") ?? itemDate(entry, "质押登记日")]),
    );
    expect(registered).toMatchObject({ TR01: "2023-03-10", PE01: "2024-01-15" });
    expect(coarseStatus(patent)).toBe("有效");
  });

  test("has the pair filed the same day, the utility model abandoned for the invention", () => {
    const [invention, model] = [patentOf("CN202110444555.5"), patentOf("CN202120888999.3")];
    expect([invention.title, model.title]).toEqual(["一种桥梁缆索检测机器人", "一种桥梁缆索检测机器人"]);
    expect([invention.filingDate, model.filingDate]).toEqual(["2021-04-23", "2021-04-23"]);
    expect(invention.applicants).toEqual(model.applicants);
    expect([invention.sameDayTwin, model.sameDayTwin]).toEqual(["CN202120888999.3", "CN202110444555.5"]);
    expect(invention.publications).toContainEqual({ number: "113222333", kind: "B", date: "2022-11-08" });
    const abandoned = model.legalEvents.find((entry) => entry.code === "AR01");
    expect(abandoned && itemDate(abandoned, "放弃生效日")).toBe("2022-11-08");
  });

  test("has the divisional and its parent, with the parent's filing date", () => {
    const divisional = patentOf("CN202310999000.6");
    expect(divisional.divisionalOf).toBe("CN202210777888.4");
    expect(divisional.filingDate).toBe(patentOf("CN202210777888.4").filingDate);
  });

  test("has the design without abstract, claims and IPC", () => {
    expect(patentOf("CN202430234567.X")).toMatchObject({
      type: "DESIGN",
      title: "检测仪（便携式）",
      abstract: null,
      claims: [],
      ipc: [],
      locarno: ["10-05"],
      publications: [{ number: "309123456", kind: "S", date: "2024-12-03" }],
    });
  });

  test("has the other rights of 成都示例光电有限公司 and the geographical indication", () => {
    const { trademarks, softwareCopyrights, layoutDesigns, geographicalIndications } = world.rights;
    const mark = trademarks.find((one) => one.number === "68012345");
    expect(mark).toMatchObject({ name: "示例光", owner: OPTICS });
    expect(mark?.classes.map((one) => one.niceClass)).toEqual([9, 42]);
    expect(softwareCopyrights).toContainEqual(
      expect.objectContaining({ registrationNumber: "2023SR0123456", name: "光学胶固化监控软件", version: "V1.0" }),
    );
    const layout = layoutDesigns.find((one) => one.registrationNumber === "BS.235001230");
    expect(layout?.owner).toBe(OPTICS);
    // Not what the patents' rule would give: with layout designs that is a warning, no refusal.
    expect(checkCharacter("23500123")).toBe("6");
    expect(geographicalIndications.map((one) => one.name)).toContain("示例柑橘");
  });

  test("has the demand, the expert of both directories, and what the Sichuan portal alone tells", () => {
    expect(world.demands).toContainEqual(
      expect.objectContaining({
        title: "低温固化胶粘剂",
        wanted: "寻求许可",
        publisher: MATERIALS,
        budgetYuan: 200_000,
        status: "PUBLISHED",
      }),
    );
    const zhang = world.experts.filter((expert) => expert.name === "张示例");
    expect(zhang.map((expert) => expert.node).toSorted()).toEqual(["chongqing", "sichuan"]);
    for (const expert of zhang) expect(expert.specialties).toContain("新材料");
    expect(WELL_KNOWN_SICHUAN.service).toEqual({ name: "专利质押融资咨询", module: "金融", windowNumber: 12 });
    expect(WELL_KNOWN_SICHUAN.financeProduct).toEqual({ name: "知识产权质押贷款", institution: "示例银行" });
    expect(PLATFORM_USERS.find((one) => one.user === "demo")?.client).toBe(OPTICS);
  });

  function patentOf(number: string): WorldPatent {
    const patent = index.patent(number);
    if (patent === undefined) throw new Error(`${number} is not in the world`);
    return patent;
  }
});
