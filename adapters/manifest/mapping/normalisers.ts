import type { NormaliserName } from "#adapters/manifest/format/kind-format.ts";
import type { FieldShape, KindField } from "#schema/kind-fields.ts";
import { code, codes, legalStatus } from "./codes.ts";
import { date, instant } from "./dates.ts";
import { agencyCode, applicationNumber, patentNumber, publicationNumber, uscc } from "./identifiers.ts";
import { money, price } from "./money.ts";
import type { NormaliserFactory } from "./normaliser.ts";
import { boolean, decimal, integer } from "./numbers.ts";
import { parties, party } from "./parties.ts";
import { region } from "./places.ts";
import { html, list, text, url } from "./texts.ts";

const NORMALISERS: Readonly<Record<NormaliserName, NormaliserFactory>> = {
  text,
  html,
  integer,
  decimal,
  boolean,
  date,
  instant,
  money,
  price,
  region,
  code,
  codes,
  party,
  parties,
  uscc,
  agencyCode,
  applicationNumber,
  publicationNumber,
  patentNumber,
  url,
  list,
};
const TEXTS: readonly NormaliserName[] = [
  "html",
  "url",
  "decimal",
  "date",
  "instant",
  "region",
  "uscc",
  "agencyCode",
  "applicationNumber",
  "publicationNumber",
  "patentNumber",
];
/** What fits a field of each shape; the first is what is meant where the manifest names none. */
const FITTING: Readonly<Record<FieldShape, readonly [NormaliserName, ...NormaliserName[]]>> = {
  text: ["text", ...TEXTS],
  contact: ["text"],
  texts: ["list"],
  integer: ["integer"],
  boolean: ["boolean"],
  decimal: ["decimal"],
  date: ["date"],
  instant: ["instant"],
  url: ["url"],
  money: ["money"],
  price: ["price"],
  region: ["region"],
  party: ["party"],
  parties: ["parties"],
  uscc: ["uscc"],
  code: ["code"],
  codes: ["codes"],
  legalStatus: ["code"],
  patent: ["applicationNumber", "patentNumber"],
  agency: ["agencyCode"],
  organization: ["uscc"],
};
const LISTS = new Set<NormaliserName>(["list", "codes", "parties"]);

/** Normalisers whose value a field of this shape takes; the first is the usual one. */
export function fittingNormalisers(shape: FieldShape): readonly [NormaliserName, ...NormaliserName[]] {
  return FITTING[shape];
}

export function normaliserOf(name: NormaliserName, field: Pick<KindField, "shape">): NormaliserFactory {
  return field.shape === "legalStatus" && name === "code" ? legalStatus : NORMALISERS[name];
}

/** True where every text at a path counts, not the first alone. */
export function readsLists(name: NormaliserName): boolean {
  return LISTS.has(name);
}
