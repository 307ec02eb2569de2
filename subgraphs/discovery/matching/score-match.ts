import type { Bilingual } from "#schema/ids/parsed.ts";
import { type KeyWord, shareOf } from "./key-words.ts";
import { type Locality, localityOf } from "./locality.ts";
import { isEnded, type Supply, type Wanted } from "./sides.ts";

export interface MatchReason {
  readonly code: string;
  readonly message: Bilingual;
}

export interface Match {
  readonly score: number;
  readonly locality: Locality;
  readonly reasons: readonly MatchReason[];
}

/** One point of view: how well it fits from 0 to 1, null where nothing is known. What is unknown counts as half. */
interface Factor {
  readonly fit: number | null;
  readonly weight: number;
  readonly reasons: readonly MatchReason[];
}

const WEIGHTS = { text: 5, field: 1.5, locality: 2, price: 1.5, mode: 1, register: 1 } as const;
const UNKNOWN_FIT = 0.5;
/** Less of the wanted words than this, and no common field of a person or firm: something else. */
const LEAST_TEXT = 0.55;
/** What the words of a person or firm of the same field are worth at least: an offer of the very thing comes before them. */
const FIELD_TEXT = 0.3;
/** Dearer than this many times the budget: out of reach. */
const OUT_OF_REACH = 2;
const LOCALITY_FIT: Readonly<Record<Locality, number | null>> = {
  SAME_CITY: 1,
  SAME_CLUSTER: 0.85,
  SAME_PROVINCE: 0.6,
  ELSEWHERE: 0.2,
  UNKNOWN: null,
};

/** How well a supply serves a demand; null for what does not. Depends on nothing but the two. */
export function scoreMatch(wanted: Wanted, supply: Supply): Match | null {
  if (isUnsuitable(wanted, supply)) return null;
  const field = fieldFactor(wanted, supply);
  const text = textFactor(wanted, supply, field.fit === 1);
  if (text === null) return null;
  const locality = localityOf(wanted.region, supply.region);
  const factors = [
    text,
    field,
    localityFactor(locality),
    priceFactor(wanted, supply),
    modeFactor(wanted, supply),
    registerFactor(supply),
  ];
  const weight = factors.reduce((sum, factor) => sum + factor.weight, 0);
  const points = factors.reduce((sum, factor) => sum + factor.weight * (factor.fit ?? UNKNOWN_FIT), 0);
  return {
    score: Math.round((points / weight) * 1_000) / 1_000,
    locality,
    reasons: factors.flatMap(({ reasons }) => reasons),
  };
}

/** One's own offer, a right that is lost, a price out of reach. */
function isUnsuitable({ parties, budget }: Wanted, supply: Supply): boolean {
  if (supply.parties.size > 0 && !parties.isDisjointFrom(supply.parties)) return true;
  if (isEnded(supply.register)) return true;
  return budget !== null && supply.price !== null && supply.price > budget * OUT_OF_REACH;
}

function textFactor(wanted: Wanted, supply: Supply, hasField: boolean): Factor | null {
  const title = coverage(wanted.words, supply.title);
  const whole = coverage(wanted.words, `${supply.title} ${supply.text}`);
  const further = coverage(wanted.further, `${supply.title} ${supply.text}`);
  const words = Math.max(title.share, 0.8 * whole.share);
  const mayServeByField = hasField && (supply.summary.kind === "EXPERT" || supply.summary.kind === "AGENCY_PROFILE");
  if (words < LEAST_TEXT && !mayServeByField) return null;
  const fit = 0.85 * words + 0.15 * further.share;
  const found = whole.words.length > 0 ? [commonWords(whole.words)] : [];
  return { fit: mayServeByField ? Math.max(fit, FIELD_TEXT) : fit, weight: WEIGHTS.text, reasons: found };
}

function coverage(words: readonly KeyWord[], text: string) {
  const weight = words.reduce((sum, word) => sum + word.weight, 0);
  const shares = words.map((word) => ({ word, share: shareOf(word.text, text) }));
  const covered = shares.reduce((sum, { word, share }) => sum + share * word.weight, 0);
  return {
    share: weight === 0 ? 0 : covered / weight,
    words: shares.filter(({ share }) => share >= 0.5).map(({ word }) => word.text),
  };
}

function commonWords(words: readonly string[]): MatchReason {
  return reason("COMMON_WORDS", `共同的词：${words.join("、")}`, `Words in common: ${words.join(", ")}`);
}

function fieldFactor(wanted: Wanted, supply: Supply): Factor {
  const [field] = wanted.fields.filter((one) => supply.fields.includes(one));
  const isKnown = wanted.fields.length > 0 && supply.fields.length > 0;
  if (field === undefined) return { fit: isKnown ? 0 : null, weight: WEIGHTS.field, reasons: [] };
  const told = reason("SAME_FIELD", `同一技术领域：${field}`, `The same technical field: ${field}`);
  return { fit: 1, weight: WEIGHTS.field, reasons: [told] };
}

const LOCALITY_REASONS: Readonly<Record<Locality, MatchReason>> = {
  SAME_CITY: reason("SAME_CITY", "同一城市", "In the same city"),
  SAME_CLUSTER: reason("SAME_CLUSTER", "同在成渝城市群", "In the Chengdu-Chongqing cluster as well"),
  SAME_PROVINCE: reason("SAME_PROVINCE", "同一省市", "In the same province"),
  ELSEWHERE: reason("ELSEWHERE", "在其他地区", "In another part of the country"),
  UNKNOWN: reason("LOCALITY_UNKNOWN", "地区不详", "The place is not known"),
};

function localityFactor(locality: Locality): Factor {
  return { fit: LOCALITY_FIT[locality], weight: WEIGHTS.locality, reasons: [LOCALITY_REASONS[locality]] };
}

function priceFactor({ budget }: Wanted, { price, summary }: Supply): Factor {
  const weight = WEIGHTS.price;
  if (summary.kind !== "LISTING") return { fit: null, weight, reasons: [] };
  if (price === null) {
    return {
      fit: null,
      weight,
      reasons: [reason("PRICE_OPEN", "价格未定（面议）", "The price is open to negotiation")],
    };
  }
  if (budget === null) return { fit: null, weight, reasons: [reason("BUDGET_OPEN", "预算未定", "The budget is open")] };
  if (price <= budget) return { fit: 1, weight, reasons: [WITHIN_BUDGET] };
  const excess = (price - budget) / budget;
  return { fit: Math.max(0, 0.5 * (1 - excess)), weight, reasons: [ABOVE_BUDGET] };
}

const WITHIN_BUDGET = reason("WITHIN_BUDGET", "要价在预算之内", "The price lies within the budget");
const ABOVE_BUDGET = reason("ABOVE_BUDGET", "要价高于预算", "The price is above the budget");

/** An open licence is a licence; who sells may license. */
function modeFactor({ modes: wanted }: Wanted, { modes: offered }: Supply): Factor {
  const weight = WEIGHTS.mode;
  if (wanted.length === 0 || offered.length === 0) return { fit: null, weight, reasons: [] };
  const serves = offered.some((mode) => wanted.includes(mode === "OPEN_LICENSE" ? "LICENSE" : mode));
  return serves ? { fit: 1, weight, reasons: [MODE_AGREES] } : { fit: 0.3, weight, reasons: [MODE_DIFFERS] };
}

const MODE_AGREES = reason("MODE_AGREES", "交易方式相符", "Offered in the way that is wanted");
const MODE_DIFFERS = reason(
  "MODE_DIFFERS",
  "交易方式不同，需与对方商定",
  "Offered in another way than is wanted; to be agreed",
);

function registerFactor({ register }: Supply): Factor {
  const weight = WEIGHTS.register;
  if (register === undefined) return { fit: null, weight, reasons: [] };
  if (register === null) return { fit: null, weight, reasons: [REGISTER_UNKNOWN] };
  const isInForce = register === "IN_FORCE";
  return { fit: isInForce ? 1 : UNKNOWN_FIT, weight, reasons: [isInForce ? IN_FORCE : PENDING] };
}

const IN_FORCE = reason("REGISTER_IN_FORCE", "登记簿：专利有效", "By the register the patent is in force");
const PENDING = reason("REGISTER_PENDING", "登记簿：尚未授权", "By the register it is not granted yet");
const REGISTER_UNKNOWN = reason("REGISTER_UNKNOWN", "登记状态不详", "What the register says is not known");

function reason(code: string, zh: string, en: string): MatchReason {
  return { code, message: { zh, en } };
}
