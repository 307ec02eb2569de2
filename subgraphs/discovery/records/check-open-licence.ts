import { type Found, found, isOpenLicence, type OfferCase, passesRight } from "./finding.ts";

/**
 * Conditions of an open licence (FACTS D8; Patent Law, Articles 50 and 51): it counts from the announcement of its
 * declaration; utility models and designs need an assessment report; it is withdrawn before the right passes on.
 */
export function checkOpenLicence({ offer, register }: OfferCase): readonly Found[] {
  const isDeclared = (register.encumbrances ?? []).some(({ kind }) => kind.code === "OPEN_LICENSED");
  if (!isOpenLicence(offer)) return isDeclared ? [whileDeclared(offer)] : [];
  const type = register.patentType?.code;
  const needsReport = type === "UTILITY_MODEL" || type === "DESIGN";
  return [isDeclared ? DECLARED : NOT_DECLARED, ...(needsReport ? [REPORT] : [])];
}

function whileDeclared(offer: OfferCase["offer"]): Found {
  return passesRight(offer) ? WITHDRAW_FIRST : OPEN_ALREADY;
}

const DECLARED = found(
  "SUPPORTS",
  "OPEN_LICENCE_DECLARED",
  "公报载有开放许可声明，未见撤回",
  "The gazette has the declaration of an open licence, not withdrawn",
);
const NOT_DECLARED = found(
  "UNSETTLED",
  "OPEN_LICENCE_NOT_FOUND",
  "已载入的公报中未见开放许可声明；开放许可自公告之日起生效",
  "No declaration of an open licence is in the gazettes loaded; it counts from its announcement",
);
const REPORT = found(
  "UNSETTLED",
  "ASSESSMENT_REPORT_NOT_VERIFIED",
  "实用新型、外观设计的开放许可须有专利权评价报告；是否具备未核实",
  "An open licence of a utility model or design needs an assessment report, which is not verified",
);
const WITHDRAW_FIRST = found(
  "UNSETTLED",
  "OPEN_LICENCE_DECLARED",
  "公报载有开放许可声明，未见撤回；转让前须先撤回",
  "The gazette has the declaration of an open licence, not withdrawn: that comes before a transfer",
);
const OPEN_ALREADY = found(
  "NOTE",
  "OPEN_LICENCE_DECLARED",
  "公报载有开放许可声明，未见撤回；其间不得给予独占或排他许可（专利法第五十一条）",
  "The gazette has the declaration of an open licence, not withdrawn: meanwhile no exclusive or sole licence is given (Patent Law, Article 51)",
);
