import type { Bilingual } from "#schema/ids/parsed.ts";
import { checkBurdens } from "./check-burdens.ts";
import { checkFees } from "./check-fees.ts";
import { checkInForce } from "./check-in-force.ts";
import { checkOpenLicence } from "./check-open-licence.ts";
import { checkSeller } from "./check-seller.ts";
import type { OfferFacts, PatentFacts } from "./facts.ts";
import { type Found, found, type OfferRule, type RegisterCheck, toCheck } from "./finding.ts";

const RULES: readonly OfferRule[] = [checkInForce, checkFees, checkSeller, checkBurdens, checkOpenLicence];

/** What could be had of an offer and of its patent. */
export interface AskedOffer {
  readonly offer: OfferFacts | Error;
  readonly register: PatentFacts | null | Error;
  readonly platformName: Bilingual;
  readonly registerName: Bilingual;
}

/** An offer held against the register; where that cannot be done, UNKNOWN and why. */
export function checkOffer({ offer, register, platformName, registerName }: AskedOffer): RegisterCheck {
  if (offer instanceof Error) return unchecked(OFFER_UNAVAILABLE, platformName);
  if (offer.patent?.applicationNumber == null) return unchecked(withoutPatent(offer), platformName);
  if (register instanceof Error) return unchecked(REGISTER_UNAVAILABLE, registerName);
  if (register === null) return unchecked(NOT_HELD, registerName);
  const source = register.provenance?.source.name ?? registerName;
  const knownThrough = register.legalStatus?.knownThrough ?? null;
  const findings = RULES.flatMap((rule) => rule({ offer, register }));
  return toCheck(findings.map((one) => ({ ...one, source, knownThrough })));
}

function unchecked(why: Found, source: Bilingual): RegisterCheck {
  return toCheck([{ ...why, source, knownThrough: null }]);
}

function withoutPatent({ subject, patentNumberText }: OfferFacts): Found {
  if (subject !== null && subject.code !== "PATENT") return NOT_A_PATENT;
  return patentNumberText === null ? NUMBER_MISSING : NUMBER_FAILED;
}

const OFFER_UNAVAILABLE = found(
  "UNSETTLED",
  "LISTING_UNAVAILABLE",
  "平台暂不可用，未能读取该供给",
  "The platform cannot be asked now: the offer could not be read",
);
const NOT_A_PATENT = found(
  "UNSETTLED",
  "NOT_A_PATENT",
  "标的不是专利，未与专利登记数据核对",
  "What is offered is no patent and was not held against the patent register",
);
const NUMBER_MISSING = found(
  "UNSETTLED",
  "NUMBER_MISSING",
  "未载明专利号，无从核对",
  "The offer gives no patent number: there is nothing to check it by",
);
const NUMBER_FAILED = found(
  "UNSETTLED",
  "NUMBER_CHECK_FAILED",
  "所印专利号未通过校验，不据以核对",
  "The patent number as printed fails its check and is not relied upon",
);
const REGISTER_UNAVAILABLE = found(
  "UNSETTLED",
  "REGISTER_UNAVAILABLE",
  "登记数据暂不可用，未能核对",
  "The register's data cannot be had now: nothing was checked",
);
const NOT_HELD = found(
  "UNSETTLED",
  "NOT_IN_REGISTER_DATA",
  "已载入的登记数据中没有该专利，不等于不存在",
  "The register's data loaded do not hold this patent, which does not mean that it does not exist",
);
