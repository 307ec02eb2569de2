import type { Sourced } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { PatentCopy } from "#adapters/sichuan-portal/decode/records.ts";
import { FULL_LIST } from "#adapters/sichuan-portal/sichuan-portal.ts";
import { mapLegalStatus } from "#schema/codes/legal-status.ts";
import type { FoundPage, FoundSummary, NodeSearch } from "#subgraphs/runtime/define-node.ts";
import { toPatentRecord } from "./graph-records.ts";
import { type KindParts, recordIdOf, toFoundItem } from "./list-kind.ts";
import { patentAskedFor } from "./patent-subject.ts";
import { partyTest, textTest } from "./record-filters.ts";
import type { SichuanContext } from "./sichuan-load.ts";

const TYPE_NAME = "SichuanPatentRecord";

/** The portal's copies of patents. */
export const PATENT_RECORDS: KindParts = {
  kind: "PATENT_RECORD",
  typeName: TYPE_NAME,
  contract: {
    typeName: TYPE_NAME,
    search: "LIVE",
    about: ["Patent"],
    filters: ["party"],
    harvest: true,
    isPrivate: false,
    find,
  },
  entity: async (references, { load, call }) => {
    const ids = references.map((reference) => recordIdOf(TYPE_NAME, reference) ?? "");
    const records = await load.portal().patentCopiesById(ids, call);
    return records.map((record) => {
      if (record instanceof UpstreamError) return record;
      return record.value === null ? null : toPatentRecord({ ...record, value: record.value });
    });
  },
};

async function find(search: NodeSearch, { load, call }: SichuanContext): Promise<FoundPage> {
  const { patent, rest } = patentAskedFor(search);
  const passes = copyTest(rest);
  if (patent === "none") return { items: [], total: 0, relation: "EXACT" };
  if (patent !== null)
    return cut(
      search,
      (await load.copiesOf.load(patent)).filter(({ value }) => passes(value)),
    );
  const text = search.text?.trim() ?? "";
  const isSimple = !/\s/.test(text) && (search.filter.party ?? "").trim() === "";
  const keyword = text === "" || /\s/.test(text) ? undefined : text;
  if (isSimple) {
    const page = await load.portal().patentCopies(keyword, { offset: search.offset, limit: search.first }, call);
    return { items: page.items.map(toItem), total: page.total, relation: "EXACT" };
  }
  const all = await load.portal().patentCopies(keyword, { offset: 0, limit: FULL_LIST }, call);
  const found = cut(
    search,
    all.items.filter(({ value }) => passes(value)),
  );
  return all.total > FULL_LIST ? { ...found, relation: "AT_LEAST" } : found;
}

function copyTest({ text, filter }: NodeSearch): (copy: PatentCopy) => boolean {
  const [inText, isParty] = [textTest(text), partyTest(filter.party)];
  return (copy) =>
    inText(copy.title, copy.applicantText, copy.patentNumberText, copy.patent) && isParty(copy.applicantText);
}

function cut({ offset, first }: NodeSearch, found: readonly Sourced<PatentCopy>[]): FoundPage {
  return { items: found.slice(offset, offset + first).map(toItem), total: found.length, relation: "EXACT" };
}

function toItem(record: Sourced<PatentCopy>) {
  return toFoundItem(TYPE_NAME, record, summaryOf);
}

/** Without a date: a copy's day of refresh says nothing about how new the patent is. */
function summaryOf({ title, patent, applicantText, legalStatusRaw }: PatentCopy): FoundSummary {
  return {
    title,
    numbers: patent === null ? [] : [patent],
    parties: applicantText === null ? [] : [applicantText],
    status: legalStatusRaw === null ? null : mapLegalStatus(legalStatusRaw).code,
  };
}
