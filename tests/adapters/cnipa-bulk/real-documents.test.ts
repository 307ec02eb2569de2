import { join } from "node:path";
import { expect, test } from "vitest";
import { runImport } from "#adapters/cnipa-bulk/import/run-import.ts";
import { createPatentStore } from "#adapters/cnipa-bulk/store/create-patent-store.ts";
import { parseApplicationNumber } from "#schema/ids/application-number.ts";
import { samplesDir } from "#tests/support/samples.ts";
import { temporaryFolder } from "./xml-parts.ts";

const folders = ["cnipa_xml_standard", "cnipa_xml_legacy"];

test.skipIf(samplesDir === null)("every real document imports, twice without a change", async () => {
  await using folder = await temporaryFolder();
  const task = { kind: "paths" as const, paths: folders.map((name) => join(samplesDir ?? "", name)) };
  expect(await runImport(folder.path, task)).toMatchObject({ files: 4, imported: 4, setAsideCount: 0, refused: 0 });
  expect(await runImport(folder.path, task)).toMatchObject({ files: 0, known: 4, imported: 0, unchanged: 0 });
  const again = { ...task, again: true };
  expect(await runImport(folder.path, again)).toMatchObject({ files: 4, imported: 0, updated: 0, unchanged: 4 });
});

test.skipIf(samplesDir === null)("real documents of both formats are read to the last field", async () => {
  await using folder = await temporaryFolder();
  await runImport(folder.path, { kind: "paths", paths: folders.map((name) => join(samplesDir ?? "", name)) });
  const store = createPatentStore(folder.path);
  try {
    const numbers = ["202111286633.X", "CN202110991218.8", "201410408762.5", "201480000788"].map(number);
    const [division, national, yeast, phase] = await store.byApplicationNumbers(numbers);
    expect(division).toMatchObject({
      title: "显示设备",
      filingDate: "2017-04-24",
      parent: "CN201710269973.9",
      priorities: [{ office: "KR", number: "10-2016-0063019", date: "2016-05-23" }],
      applicants: [{ name: "三星显示有限公司", officeCode: "KR", address: "韩国京畿道", regionCode: null, uscc: null }],
      agency: { code: "11204", name: "北京英赛嘉华知识产权代理有限责任公司" },
      ipc: ["G09G3/36", "G09G3/3208", "G09G3/34"],
      publications: [{ number: "113781974", kind: "A", date: "2021-12-10", gazetteNumber: "37-5002" }],
      claimCount: 17,
    });
    expect(national).toMatchObject({
      title: "一种基于合约管理的跨链去中心化方法",
      applicants: [{ regionCode: "330109", postCode: "311200", address: "浙江省杭州市萧山区鸿宁路1788号" }],
      agency: { code: "33200", name: "杭州求是专利事务所有限公司" },
      ipc: ["H04L29/08", "H04L29/06", "H04L9/32", "G06Q40/04", "G06F16/27"],
    });
    expect(yeast).toMatchObject({
      type: "INVENTION",
      agency: { code: "53108", name: "昆明协立知识产权代理事务所(普通合伙)" },
      agents: ["谢嘉", "旃习涵"],
      applicants: [{ name: "云南中烟工业有限责任公司", regionCode: "530102", postCode: "650231" }],
      inventors: expect.arrayContaining([{ name: "段焰青", sequence: 1, withheld: false }]),
    });
    expect(yeast?.abstract).not.toMatch(/CGMCC No/);
    expect(phase).toMatchObject({
      isPctNationalPhase: true,
      pct: { applicationNumber: "PCT/JP2014/059529", nationalEntryDate: "2014-08-28" },
    });
  } finally {
    await store.close();
  }
});

test.skipIf(samplesDir === null)(
  "claims and description keep their order and lose the typesetter's line breaks",
  async () => {
    await using folder = await temporaryFolder();
    await runImport(folder.path, { kind: "paths", paths: [join(samplesDir ?? "", "cnipa_xml_legacy")] });
    const store = createPatentStore(folder.path);
    try {
      const [yeast, phase] = await store.texts([number("201410408762.5"), number("201480000788.4")]);
      expect(yeast?.claims.map((claim) => claim.independent)).toEqual([true, false, true]);
      expect(yeast?.claims[0]?.text).toContain("将甘草片或甘草粉与水按1:5～1:50的质量比");
      expect(phase?.claims[0]?.text).toMatch(/^2,4-二氨基-6-/);
      expect(yeast?.description[1]).toMatchObject({ number: "0002" });
      expect(yeast?.description.find((paragraph) => paragraph.text.includes("\t"))?.text).toContain(
        "1\t3,4-二甲基苯甲醇\t7.66",
      );
    } finally {
      await store.close();
    }
  },
);

function number(text: string) {
  const parsed = parseApplicationNumber(text);
  if (!parsed.ok) throw new Error(parsed.problem.code);
  return parsed.value;
}
