import { type Element, element } from "./element.ts";
import type { ExchangeWorld } from "./exchange-world.ts";
import type { SandboxPublication } from "./publication.ts";
import { normaliseCompany, romanisePerson } from "./romanise.ts";

/**
 * Every party twice, normalised and as printed: in Chinese on Chinese documents, in Latin letters on others. The
 * normalised list lacks those whose name nobody has romanised.
 */
export function parties({ publication, patent }: SandboxPublication, { index }: ExchangeWorld): Element {
  const isChinese = publication.office === "CN";
  const applicants = patent.applicants.map((uscc) => {
    const nameEn = index.organization(uscc)?.nameEn ?? "";
    return { name: normaliseCompany(nameEn), printed: isChinese ? index.partyName(uscc) : nameEn };
  });
  const inventors = patent.inventors
    .filter((inventor) => !inventor.withheld)
    .map((inventor) => {
      const name = romanisePerson(inventor.name) ?? "";
      return { name, printed: isChinese ? inventor.name : name.replace(" ", ", ") };
    });
  return element("parties", {}, partyList("applicant", applicants), partyList("inventor", inventors));
}

interface PartyNames {
  readonly name: string;
  readonly printed: string;
}

/** The country suffix of a normalised name stands behind an EN SPACE. */
function partyList(role: "applicant" | "inventor", names: readonly PartyNames[]): Element {
  const list = (format: "epodoc" | "original", textOf: (party: PartyNames) => string) =>
    names.flatMap((party, index) => {
      const text = textOf(party);
      const attributes = { sequence: String(index + 1), "data-format": format };
      return text === "" ? [] : [element(role, attributes, element(`${role}-name`, {}, element("name", {}, text)))];
    });
  return element(
    `${role}s`,
    {},
    ...list("epodoc", ({ name }) => (name === "" ? "" : `${name}\u2002[CN]`)),
    ...list("original", ({ printed }) => printed),
  );
}
