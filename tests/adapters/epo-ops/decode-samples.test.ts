import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { decodeAnswer } from "#adapters/epo-ops/decode/decode-answer.ts";
import { conversionReader } from "#adapters/epo-ops/decode/decode-conversion.ts";
import { equivalentsReader } from "#adapters/epo-ops/decode/decode-equivalents.ts";
import { exchangeReader } from "#adapters/epo-ops/decode/decode-exchange.ts";
import { familyReader } from "#adapters/epo-ops/decode/decode-family.ts";
import { searchReader } from "#adapters/epo-ops/decode/decode-search.ts";
import { samplesDir } from "#tests/support/samples.ts";
import { answerOf, readAnswer } from "./read-answer.ts";

/** Recorded answers of OPS 3.2, as they are. Where the folder is absent these tests are skipped. */
describe.skipIf(samplesDir === null)("recorded answers of OPS", () => {
  const read = (name: string) => readFileSync(join(samplesDir ?? "", "epo_ops", name), "utf8");
  const documents = async (name: string) =>
    (await readAnswer(exchangeReader, read(name))).flatMap((member) =>
      member.kind === "found" ? member.document : [],
    );

  test.each([
    ["biblio_EP1000000A1.xml", ["EP1000000A1"]],
    ["biblio_WO2020081771.xml", ["WO2020081771A1"]],
    ["biblio_bulk_3docs.xml", ["EP2400812A1", "EP2533477A1", "EP2533477B1"]],
    ["fullcycle_EP1000000.xml", ["EP1000000A1", "EP1000000B1"]],
  ])("%s holds its publications", async (name, expected) => {
    const found = (await documents(name)).map(
      ({ publication: { office, number, kind } }) => `${office}${number}${kind}`,
    );
    expect(found).toEqual(expected);
  });

  test("a biblio answer is read to the last field", async () => {
    const [document] = await documents("biblio_EP1000000A1.xml");
    expect(document).toMatchObject({
      publication: { office: "EP", number: "1000000", kind: "A1", date: "2000-05-17" },
      familyId: "19768124",
      application: { docdb: { number: "99203729", date: "1999-11-08" }, epodoc: "EP19990203729", original: "99203729" },
      applicants: [
        {
          sequence: 1,
          name: "BOER BEHEER NIJMEGEN BV DE",
          nativeName: "BEHEERMAATSCHAPPIJ DE BOER NIJMEGEN B.V",
          country: "NL",
        },
      ],
      ipc: ["B28B1/29", "B28B5/02", "B28B7/00", "H02P6/08"],
      priorities: [{ number: { docdb: null, epodoc: "NL19981010536", original: "1010536", date: "1998-11-12" } }],
    });
    expect(document?.titles.map(({ lang }) => lang)).toEqual(["de", "fr", "en"]);
    expect(document?.cpc).toContainEqual({ symbol: "B28B7/0064", inventive: true, generatingOffices: ["US", "EP"] });
    expect(document?.citations.map(({ patent }) => patent?.docdb?.number)).toEqual(["3546191", "0680812", "9400663"]);
  });

  test("people listed three times over are three people", async () => {
    const [document] = await documents("biblio_bulk_3docs.xml");
    expect(document?.applicants.map(({ name }) => name)).toEqual(["9SOLUTIONS OY"]);
    expect(document?.inventors.map(({ name, country }) => `${name}/${country}`)).toEqual([
      "HERRALA SAMI/FI",
      "KYLMAENEN JARI/FI",
      "NIEMI JAAKKO/FI",
    ]);
  });

  test("a family with legal events is grouped by application", async () => {
    const family = await readAnswer(familyReader, read("family_with_legal_EP2400812.xml"));
    expect(family.total).toBe(5);
    expect(family.members).toHaveLength(5);
    expect(family.applications.map(({ key, events }) => [key, events.length])).toEqual([
      ["EP.10167109.A", 69],
      ["CA.2744162.A", 1],
      ["US.201113167395.A", 5],
    ]);
    const european = family.applications[0]?.events ?? [];
    expect(european.every(({ code }) => code === code.trim())).toBe(true);
    expect(new Set(european.map(({ concernedOffice }) => concernedOffice)).size).toBeGreaterThan(5);
  });

  test("the legal service's answer is read as a family of one", async () => {
    const { members, applications } = await readAnswer(familyReader, read("legal_EP1000000A1.xml"));
    expect(members).toHaveLength(1);
    expect(applications[0]?.events).toHaveLength(50);
    expect(applications[0]?.events.filter(({ code }) => code === "PG25")).toHaveLength(19);
  });

  test("the JSON rendering gives the same kind of record", async () => {
    const family = await readAnswer(familyReader, read("family_legal_json_EP1537878.json"));
    expect(family.total).toBe(65);
    expect(family.members.map(({ publication }) => publication.kind)).toEqual(["A1", "B1", "B2"]);
    expect(family.applications[0]).toMatchObject({ application: { number: "03741154" }, representative: true });
    expect(family.applications[0]?.events.map(({ code }) => code)).toEqual(["17P", "26", "27O", "PGFP"]);
    expect(family.applications[0]?.events.at(-1)).toMatchObject({ office: "EP", concernedOffice: "DE" });
  });

  test.each([
    ["search_ti_battery_total10000.xml", 5, 5],
    ["search_ti_plastic_1-100.xml", 100, 100],
  ])("%s is a page of a total that OPS counts no further", async (name, count, nextOffset) => {
    const page = await readAnswer(searchReader, read(name));
    expect(page.total).toEqual({ value: 10_000, relation: "AT_LEAST" });
    expect(page.hits).toHaveLength(count);
    expect(page.nextOffset).toBe(nextOffset);
    expect(page.hits.every(({ publication, familyId }) => publication.number !== "" && familyId !== null)).toBe(true);
  });

  test("a hit is a DOCDB number of a simple family", async () => {
    const { hits } = await readAnswer(searchReader, read("search_ti_battery_total10000.xml"));
    expect(hits[0]).toEqual({
      publication: { office: "HR", number: "P20251003", kind: "T1", date: null },
      familyId: "77199274",
      rank: 1,
    });
  });

  test("the simple family comes in EPODOC numbers", async () => {
    const numbers = await readAnswer(equivalentsReader, read("equivalents_EP2400812.xml"));
    expect(numbers.map(({ epodoc }) => epodoc)).toEqual(["EP2400812", "US2012057518", "CA2744162"]);
  });

  test.each([
    ["number_docdb_to_epodoc_EP.xml", "epodoc", null, "EP2400812", "A1", "2011-12-28", ["pBRE028"]],
    ["number_original_to_docdb_JP.xml", "docdb", "JP", "2006147056", "A", "2006-05-26", []],
    ["number_original_to_docdb_PCT.xml", "docdb", "GB", "0204635", "W", "2002-10-11", ["pBRE002", "pBRE015"]],
  ])("%s is read with its messages", async (name, format, office, number, kind, date, codes) => {
    const conversion = await readAnswer(conversionReader, read(name));
    expect(conversion?.number).toEqual({ format, office, number, kind, date });
    expect(conversion?.messages).toEqual(codes.map((code) => ({ code, severity: "WARNING" })));
  });

  test.each([
    ["error_400_invalid_access_token.xml", 400, { kind: "token-refused" }],
    ["error_404_entity_not_found.xml", 404, { kind: "nothing" }],
  ])("%s is told apart from data", async (name, status, outcome) => {
    expect(await decodeAnswer("epo-ops", exchangeReader)(answerOf(read(name), status))).toEqual(outcome);
  });

  test("the fair-use refusal without its header is a refusal whose text stays inside", async () => {
    const decoding = decodeAnswer("epo-ops", exchangeReader)(answerOf(read("error_403_fair_use.xml"), 403));
    const failure = { kind: "rejected", status: 403 };
    await expect(decoding).rejects.toThrow(expect.objectContaining({ name: "UpstreamError", failure }));
  });
});
