import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseApplicationNumber, parseStandardApplicationNumber } from "#schema/ids/application-number.ts";
import { parseIpc } from "#schema/ids/ipc.ts";
import type { Parsed } from "#schema/ids/parsed.ts";
import { parsePctNumber } from "#schema/ids/pct-number.ts";
import { parsePublicationNumber } from "#schema/ids/publication-number.ts";
import { parseSoftwareRegistrationNumber } from "#schema/ids/software-registration.ts";
import { parseWorkRegistrationNumber } from "#schema/ids/work-registration.ts";
import { samplesDir } from "#tests/support/samples.ts";

const read = (folder: string, pattern: RegExp): string =>
  readdirSync(join(samplesDir ?? "", folder))
    .filter((file) => pattern.test(file))
    .map((file) => readFileSync(join(samplesDir ?? "", folder, file), "utf8"))
    .join("\n");

const valuesOf = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, value]) => value ?? "");

const refused = (values: readonly string[], parse: (text: string) => Parsed<unknown>): string[] => {
  expect(values.length).toBeGreaterThan(0);
  return values.filter((value) => !parse(value).ok);
};

describe.skipIf(samplesDir === null)("identifiers of recorded real documents", () => {
  it("all application numbers of the portals have the right check character", () => {
    const json = read("cn_portal_json", /^(?:cnipa_cpquery|vendor_patents)/);
    expect(refused(valuesOf(json, /"(?:zhuanlisqh|ApplicationNumber)": *"([^"]+)"/g), parseApplicationNumber)).toEqual(
      [],
    );
    expect(
      refused(valuesOf(json, /"(?:famingzlsqgbg|PublicationNumber)": *"(CN[^"]+)"/g), parsePublicationNumber),
    ).toEqual([]);
    expect(
      refused(
        valuesOf(json, /"zhufenlh": *"([^"]+)"/g).filter((symbol) => /^[A-H]/.test(symbol)),
        parseIpc,
      ),
    ).toEqual([]);
  });

  it("all registrations of copyright", () => {
    const software = read("cn_portal_json", /software/);
    expect(refused(valuesOf(software, /"RegisterNo": *"([^"]+)"/g), parseSoftwareRegistrationNumber)).toEqual([]);
    const works = read("cn_portal_json", /works/);
    expect(refused(valuesOf(works, /"RegisterNo": *"([^"]+)"/g), parseWorkRegistrationNumber)).toEqual([]);
  });

  it("the standard and the printed number of each bulk document are one application", () => {
    const xml = read("cnipa_xml_standard", /xml$/i);
    const numbersIn = (format: string): string[] =>
      valuesOf(
        xml,
        new RegExp(`<business:ApplicationReference [^>]*dataFormat="${format}"[^>]*>.*?<base:DocNumber>([^<]+)<`, "gs"),
      );
    const printed = numbersIn("original").map(parseApplicationNumber);
    expect(printed.length).toBeGreaterThan(1);
    expect(printed.every((number) => number.ok)).toBe(true);
    expect(numbersIn("standard").map(parseStandardApplicationNumber)).toEqual(printed);
  });

  it("an international number as OPS prints it", () => {
    const xml = read("epo_ops", /original_to_docdb_PCT/);
    expect(refused(valuesOf(xml, /<doc-number>(PCT[^<]+)</g), parsePctNumber)).toEqual([]);
  });
});
