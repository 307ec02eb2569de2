import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { importCommand } from "#adapters/cnipa-bulk/import/import-command.ts";
import { samplesDir } from "#tests/support/samples.ts";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";
import { type TemporaryFolder, temporaryFolder } from "#tests/support/temporary-folder.ts";
import { journeyNamed } from "./read-journeys.ts";

/** The recorded documents, each with spellings of every number it carries. */
const DOCUMENTS = [
  {
    applicationNumber: "CN202111286633.X",
    title: "显示设备",
    spellings: [
      "202111286633.X",
      "202111286633x",
      "ＣＮ２０２１１１２８６６３３．Ｘ",
      "202111286633",
      "CN113781974A",
      "CN 113781974 A",
      "113781974",
    ],
  },
  {
    applicationNumber: "CN202110991218.8",
    title: "一种基于合约管理的跨链去中心化方法",
    spellings: ["CN202110991218.8", "2021109912188", "ZL 2021 1 0991218.8", "cn113783949a", "CN113783949"],
  },
  {
    applicationNumber: "CN201410408762.5",
    title: "一种甘草发酵所得烟用香料及其应用",
    spellings: ["201410408762.5", "2014104087625", "申请号 201410408762.5", "CN104223352A", "104223352"],
  },
  {
    applicationNumber: "CN201480000788.4",
    title: "马来酸伊索拉定的制造方法",
    spellings: ["201480000788.4", "201480000788", "PCT/JP2014/059529", "CN104245682A"],
  },
] as const;

describe.skipIf(samplesDir === null)("with the recorded documents imported (skipped without the samples)", () => {
  let folder: TemporaryFolder;
  let hub: TestHub;
  let report = "";

  beforeAll(async () => {
    folder = await temporaryFolder();
    const broken = join(folder.path, "broken.xml");
    await writeFile(broken, "<business:PatentDocument><unclosed>");
    const samples = ["cnipa_xml_standard", "cnipa_xml_legacy"].map((name) => join(samplesDir ?? "", name));
    const out = new PassThrough();
    const text = out.toArray();
    const runtime = { dataDir: folder.path, signal: new AbortController().signal, out, err: out, isTty: false };
    expect(await importCommand.run([...samples, broken], runtime, {})).toBe(0);
    out.end();
    report = Buffer.concat(await text).toString();
    hub = await startTestHub({ dataDir: folder.path, patents: 100 });
  });
  afterAll(async () => {
    await hub.stop();
    await folder[Symbol.asyncDispose]();
  });

  test("the broken file beside them was set aside by name, the rest imported", () => {
    expect(report).toContain("imported: 4");
    expect(report).toContain("set aside: 1");
    expect(report).toContain("broken.xml");
  });

  describe.each(DOCUMENTS)("$applicationNumber", ({ applicationNumber, title, spellings }) => {
    test.each(spellings)("the journey finds it by %s", async (number) => {
      const { query } = journeyNamed("foundation", "patent-by-any-number");
      const { data, errors } = await hub.ask(query, { number });
      expect(errors).toEqual([]);
      expect(data).toMatchObject({
        patent: {
          applicationNumber,
          title: expect.stringContaining(title),
          filingDate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
          publications: expect.arrayContaining([
            { number: expect.any(String), kindCode: expect.any(String), publicationDate: expect.any(String) },
          ]),
          provenance: { source: { code: "cnipa-bulk" }, accessPolicy: "DERIVED_ONLY" },
        },
      });
    });
  });

  test("the portfolio of all of them comes back in order, beside the invented world's", async () => {
    const { query } = journeyNamed("foundation", "portfolio");
    const numbers = [
      ...DOCUMENTS.map(({ applicationNumber }) => applicationNumber),
      "202310123456",
      "CN209910000001.8",
    ];
    const { data, errors } = await hub.ask<Portfolio>(query, { numbers });
    expect(errors).toEqual([]);
    expect(data?.patentsByNumber.map(({ patent }) => patent?.applicationNumber ?? null)).toEqual([
      ...DOCUMENTS.map(({ applicationNumber }) => applicationNumber),
      "CN202310123456.6",
      null,
    ]);
    expect(data?.patentsByNumber.map(({ problem }) => problem)).toEqual(numbers.map(() => null));
  });

  test("the portfolio journey as it stands now knows CN113783949A too", async () => {
    const { query, variables } = journeyNamed("foundation", "portfolio");
    const { data, errors } = await hub.ask<Portfolio>(query, variables);
    expect(errors).toEqual([]);
    expect(data?.patentsByNumber.map(({ patent }) => patent?.applicationNumber ?? null)).toEqual([
      "CN202310123456.6",
      "CN202220765432.1",
      "CN201810555666.1",
      null,
      "CN202110991218.8",
      null,
    ]);
  });

  test("a real division names its parent, which nobody holds", async () => {
    const { data, errors } = await hub.ask(
      `{ patent(number: "202111286633.X") { relations { kind applicationNumber patent { title } } } }`,
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({
      patent: { relations: [{ kind: "DIVIDED_FROM", applicationNumber: "CN201710269973.9", patent: null }] },
    });
  });
});

interface Portfolio {
  readonly patentsByNumber: readonly {
    readonly patent: { readonly applicationNumber: string } | null;
    readonly problem: object | null;
  }[];
}
