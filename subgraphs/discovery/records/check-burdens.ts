import type { EncumbranceFacts } from "./facts.ts";
import { type Found, found, isOpenLicence, type OfferCase, passesRight } from "./finding.ts";

/**
 * What burdens the right (FACTS D8): an exclusive or sole licence leaves no room for another, a pledge needs the pledgee's
 * consent, preservation bars a transfer. A consent is not public: it is "not verified".
 */
export function checkBurdens({ offer, register }: OfferCase): readonly Found[] {
  const burdens = register.encumbrances ?? [];
  return [
    ...burdens
      .filter(isExclusive)
      .slice(0, 1)
      .map((burden) => exclusiveLicence(offer, burden)),
    ...burdens
      .filter(({ kind }) => kind.code === "PLEDGED")
      .slice(0, 1)
      .map(pledge),
    ...burdens
      .filter(({ kind }) => kind.code === "PRESERVED")
      .slice(0, 1)
      .map((burden) => preservation(offer, burden)),
  ];
}

function isExclusive({ kind, event }: EncumbranceFacts): boolean {
  const licence = event?.details?.licenceKind?.code;
  return kind.code === "LICENSED" && (licence === "EXCLUSIVE" || licence === "SOLE");
}

function exclusiveLicence(offer: OfferCase["offer"], burden: EncumbranceFacts): Found {
  const [zh, en] = since(burden);
  return passesRight(offer)
    ? found(
        "NOTE",
        "EXCLUSIVE_LICENCE_RECORDED",
        `登记数据显示有独占或排他许可备案${zh}；转让不影响其效力`,
        `The register shows an exclusive or sole licence${en}; it outlasts a transfer`,
      )
    : found(
        "CONTRADICTS",
        "EXCLUSIVE_LICENCE_RECORDED",
        `登记数据显示有独占或排他许可备案${zh}，未见注销；与再行许可不符`,
        `The register shows an exclusive or sole licence${en}, not cancelled: a further licence does not agree with it`,
      );
}

function pledge(burden: EncumbranceFacts): Found {
  const [zh, en] = since(burden);
  return found(
    "UNSETTLED",
    "PLEDGED",
    `登记数据显示已质押${zh}，未见注销；转让或许可须经质权人同意，是否同意未核实`,
    `The register shows a pledge${en}, not cancelled: a transfer or licence needs the pledgee's consent, which is not verified`,
  );
}

function preservation(offer: OfferCase["offer"], burden: EncumbranceFacts): Found {
  const [zh, en] = since(burden);
  return passesRight(offer) || isOpenLicence(offer)
    ? found(
        "CONTRADICTS",
        "PRESERVED",
        `登记数据显示处于保全${zh}，未见解除；保全期间不办理转让，亦不得声明开放许可`,
        `The register shows a preservation${en}, not released: until then no transfer is registered and no open licence declared`,
      )
    : found(
        "UNSETTLED",
        "PRESERVED",
        `登记数据显示处于保全${zh}，未见解除；能否许可未核实`,
        `The register shows a preservation${en}, not released: whether a licence can be given is not verified`,
      );
}

function since({ sinceDate }: EncumbranceFacts): readonly [zh: string, en: string] {
  return sinceDate === null ? ["", ""] : [`（自 ${sinceDate} 起）`, ` (since ${sinceDate})`];
}
