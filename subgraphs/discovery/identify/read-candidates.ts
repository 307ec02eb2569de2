import { compactText } from "#schema/ids/text.ts";
import type { Candidate, IdentifierKind, InputText, Reader } from "./candidate.ts";
import { readApplicationNumber, readPctNumber, readPublicationNumber } from "./read-patent-numbers.ts";
import {
  readAgencyCode,
  readAgentNumbers,
  readCreditCode,
  readIndicationNumber,
  readLayoutDesignNumber,
  readSoftwareNumber,
  readTrademarkNumber,
  readVarietyNumber,
  readWorkNumber,
} from "./read-register-numbers.ts";
import { readHubId, readLocarnoClass, readNiceClass, readPatentClass, readRegionCode } from "./read-symbols.ts";

const READERS: readonly Reader[] = [
  readApplicationNumber,
  readPublicationNumber,
  readPctNumber,
  readCreditCode,
  readAgencyCode,
  readAgentNumbers,
  readTrademarkNumber,
  readSoftwareNumber,
  readWorkNumber,
  readIndicationNumber,
  readLayoutDesignNumber,
  readVarietyNumber,
  readPatentClass,
  readLocarnoClass,
  readNiceClass,
  readRegionCode,
  readHubId,
];

/** Words that people write before a number, and what they mean by it. */
const LABELS: readonly (readonly [RegExp, readonly IdentifierKind[]])[] = [
  [/^(?:中国)?商标(?:注册|申请)?(?:证)?号?[:：\s]*/iu, ["TRADEMARK_NUMBER"]],
  [/^地理标志(?:证明商标|产品|编号|注册)*号?[:：\s]*/iu, ["GEOGRAPHICAL_INDICATION_NUMBER"]],
  [/^(?:专利)?(?:代理)?机构代码[:：\s]*/iu, ["AGENCY_CODE"]],
  [/^(?:专利代理师)?资格证(?:书)?号[:：\s]*/iu, ["AGENT_QUALIFICATION_NUMBER"]],
  [/^执业(?:备案|证)(?:书)?号[:：\s]*/iu, ["AGENT_PRACTICE_NUMBER"]],
  [/^(?:专利)?申请号[:：\s]*|^专利号[:：\s]*/iu, ["APPLICATION_NUMBER"]],
  [/^(?:授权)?(?:公开|公告|公布)(?:\((?:公告|公开)\))?号[:：\s]*/iu, ["PUBLICATION_NUMBER"]],
  [/^(?:统一)?社会信用代码[:：\s]*/iu, ["SOCIAL_CREDIT_CODE"]],
  [/^(?:植物新)?品种权?号[:：\s]*/iu, ["PLANT_VARIETY_NUMBER"]],
  [/^(?:行政)?区划代码[:：\s]*/iu, ["REGION_CODE"]],
  [/^(?:IPC|国际专利分类)号?[:：\s]*/iu, ["IPC_SYMBOL"]],
  [/^(?:中国)?(?:发明|实用新型|外观设计)?专利[:：\s]*(?=(?:ZL|CN|\d))/iu, ["APPLICATION_NUMBER", "PUBLICATION_NUMBER"]],
  [/^(?:CPC|联合专利分类)号?[:：\s]*/iu, ["CPC_SYMBOL"]],
];

/** Brackets, quotes and stops that come along in copying. */
const WRAPPING = /^[\s([{（【〔［《“"'‘]+|[\s)\]}）】〕］》”"'’。，,；;、：:]+$/gu;

/** What remains likely of a kind that the label does not name. */
const UNLABELLED = 0.2;
const LABELLED = 0.95;
/** A reading that is not valid and hardly meant is left out where a valid one is found. */
const LEAST_INVALID = 0.25;

/** Everything that a text may be, likeliest first. Never throws; nothing for what has the shape of no identifier. */
export function readCandidates(text: string): readonly Candidate[] {
  const input = toInput(text.replace(WRAPPING, ""));
  const read = READERS.flatMap((reader) => reader(input)).map((candidate) => weigh(candidate, input.meant));
  const hasValid = read.some(({ canonical }) => canonical !== null);
  return read
    .filter(({ canonical, confidence }) => canonical !== null || !hasValid || confidence >= LEAST_INVALID)
    .map((candidate) => ({ ...candidate, confidence: Math.round(candidate.confidence * 100) / 100 }))
    .sort((a, b) => b.confidence - a.confidence || (a.kind < b.kind ? -1 : 1));
}

function toInput(text: string): InputText {
  const [label, meant = []] = LABELS.find(([pattern]) => pattern.test(text)) ?? [];
  const raw = label === undefined ? text : text.replace(label, "");
  const compact = compactText(raw);
  return { raw, compact, bare: compact.replace(/[.\-_/,]/g, ""), meant };
}

function weigh(candidate: Candidate, meant: readonly IdentifierKind[]): Candidate {
  const { kind, confidence } = candidate;
  if (meant.length === 0) return candidate;
  const isMeant = meant.includes(kind);
  return { ...candidate, confidence: isMeant ? Math.max(confidence, LABELLED) : confidence * UNLABELLED };
}
