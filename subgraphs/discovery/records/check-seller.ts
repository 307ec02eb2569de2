import { isMaskedName } from "#schema/codes/party-names.ts";
import { normaliseName } from "#schema/ids/text.ts";
import type { OfferFacts, OwnerFacts } from "./facts.ts";
import { type Found, found, type OfferCase, passesRight } from "./finding.ts";

/** A match by which two codes may be held against each other. */
const SURE = 0.8;

/**
 * Who offers against who owns. Exchanges and agencies offer for owners, so that another seller is "mandate not verified",
 * never wrong (FACTS J8). Co-owners must all consent, except to an ordinary licence (Patent Law, Article 14).
 */
export function checkSeller({ offer, register }: OfferCase): readonly Found[] {
  const owners = register.currentOwners ?? [];
  if (owners.length === 0) return [OWNER_UNKNOWN];
  return [standing(offer.seller, owners), ...(owners.length > 1 ? [coOwners(offer)] : [])];
}

function standing(seller: OfferFacts["seller"], owners: readonly OwnerFacts[]): Found {
  if (seller === null || (seller.name === null && seller.organization === null)) return NOT_STATED;
  const ways = owners.map((owner) => sameParty(seller, owner));
  if (ways.includes("same")) return IS_OWNER;
  if (ways.includes("former name")) return FORMER_NAME;
  return seller.organization === null && seller.name !== null && isMaskedName(seller.name) ? MASKED : NOT_VERIFIED;
}

/** By their codes where both are sure, else by their names as compared. */
function sameParty(seller: NonNullable<OfferFacts["seller"]>, owner: OwnerFacts): "same" | "former name" | "other" {
  const sellerCode = seller.organization?.uscc ?? null;
  const ownerCode = (owner.match?.confidence ?? 0) >= SURE ? (owner.organization?.uscc ?? null) : null;
  if (sellerCode !== null && ownerCode !== null) return sellerCode === ownerCode ? "same" : "other";
  if (seller.name === null) return "other";
  const name = normaliseName(seller.name);
  if (owner.name !== null && normaliseName(owner.name) === name) return "same";
  return owner.formerNames.some((former) => normaliseName(former) === name) ? "former name" : "other";
}

function coOwners(offer: OfferFacts): Found {
  return passesRight(offer) || offer.mode?.code === "OPEN_LICENSE"
    ? found(
        "UNSETTLED",
        "CO_OWNERS_CONSENT",
        "登记数据显示有共有人；是否均已同意未核实",
        "The register shows co-owners; whether all consent is not verified",
      )
    : found(
        "NOTE",
        "CO_OWNERS_CONSENT",
        "登记数据显示有共有人；普通许可以外的许可须共有人同意（专利法第十四条）",
        "The register shows co-owners; a licence other than an ordinary one needs their consent (Patent Law, Article 14)",
      );
}

const IS_OWNER = found("SUPPORTS", "SELLER_IS_OWNER", "出让方为登记的现权利人", "The seller is a registered owner");
const FORMER_NAME = found(
  "SUPPORTS",
  "SELLER_IS_OWNER_BY_FORMER_NAME",
  "出让方名称为登记权利人的曾用名",
  "The seller's name is a former name of a registered owner",
);
const NOT_VERIFIED = found(
  "UNSETTLED",
  "SELLER_MANDATE_NOT_VERIFIED",
  "出让方不是登记的现权利人，可能受其委托；委托关系未核实",
  "The seller is not a registered owner and may act for one: the mandate is not verified",
);
const MASKED = found(
  "UNSETTLED",
  "SELLER_MASKED",
  "出让方名称经平台隐去，无从与登记权利人核对",
  "The platform hides the seller's name: it cannot be held against the owners",
);
const NOT_STATED = found("UNSETTLED", "SELLER_NOT_STATED", "未载明出让方", "The offer does not name its seller");
const OWNER_UNKNOWN = found(
  "UNSETTLED",
  "OWNER_UNKNOWN",
  "登记数据未载明现权利人",
  "The register does not tell the present owner",
);
