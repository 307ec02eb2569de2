import { type StatusReason, statusReason } from "#adapters/cnipa-bulk/legal/status-reason.ts";
import type { Paragraph, PatentPublication, PatentRecord } from "#adapters/cnipa-bulk/patent-record.ts";
import type { NationalContext, NationalLoad } from "#subgraphs/national/national-load.ts";
import type { ResolverMap } from "#subgraphs/runtime/define-node.ts";
import { badInput } from "#subgraphs/runtime/operation-error.ts";
import { type PageArguments, readPage, toConnection } from "#subgraphs/runtime/paging.ts";
import { hagueNumberOf } from "./hague-number.ts";
import type { PatentView } from "./patent-view.ts";
import { toPublication } from "./record-to-view.ts";

const DEFAULT_SIZE = 10;
/** More paragraphs at once would be export of full text. */
const MOST_PARAGRAPHS_A_PAGE = 20;

/** Full text is asked for by page; a patent that only OPS has has none here. */
export const fullTextResolvers: ResolverMap<NationalLoad> = {
  Patent: {
    claims: async ({ record }: PatentView, args: PageArguments, { load }: NationalContext) => {
      const page = readPage(args, DEFAULT_SIZE);
      if (record === null) return null;
      const text = record.claimCount === 0 ? null : await load.texts.load(record.applicationNumber);
      const claims = text?.claims ?? [];
      const shown = claims.slice(page.offset, page.offset + page.first);
      const total = { value: claims.length, relation: "EXACT" as const };
      return { ...toConnection(shown, page, total), ...standsIn(record, claims.length, text?.publication ?? null) };
    },
    descriptionParagraphs: async ({ record }: PatentView, args: PageArguments, { load }: NationalContext) => {
      const { first, offset } = readPage(args, DEFAULT_SIZE);
      if (first > MOST_PARAGRAPHS_A_PAGE) throw tooManyParagraphs();
      if (record === null) return null;
      load.textAllowance.take(first);
      const part = await load.paragraphs.load({ number: record.applicationNumber, offset, limit: first });
      const total = { value: part?.total ?? 0, relation: "EXACT" as const };
      const shown = (part?.paragraphs ?? []).map(toParagraph);
      return {
        ...toConnection(shown, { first, offset }, total),
        ...standsIn(record, total.value, part?.publication ?? null),
      };
    },
    images: ({ record }: PatentView, args: PageArguments, { load }: NationalContext) => {
      if (record === null) return readPage(args, DEFAULT_SIZE) && null;
      return pageOf(record.images, args, ({ kind, label, file }) => {
        const url = imageUrl(file, load.imageBaseUrl);
        return { kind, label, url, urlReason: url === null ? NO_IMAGE_SERVER : null };
      });
    },
    citations: ({ record }: PatentView, args: PageArguments) => {
      if (record === null) return readPage(args, DEFAULT_SIZE) && null;
      return pageOf(record.citations ?? [], args, ({ publication, citedBy, ...rest }) => ({
        ...rest,
        cited: publication,
        publicationNumber: publication && `${publication.office}${publication.number}${publication.kind ?? ""}`,
        publicationDate: publication?.date ?? null,
        office: publication && { code: publication.office },
        citedBy: citedBy && { code: citedBy },
      }));
    },
    agencyAtFiling: ({ record }: PatentView) => record?.agencyAtFiling ?? null,
    agents: ({ record }: PatentView) => record?.agents ?? null,
    briefExplanation: ({ record }: PatentView) => record?.briefExplanation ?? null,
    hagueRegistrationNumber: ({ record }: PatentView) => (record === null ? null : hagueNumberOf(record)),
  },
  PatentCitation: {
    patent: async ({ cited }: { readonly cited: Cited | null }, _args: never, { load }: NationalContext) => {
      if (cited === null) return null;
      const { office, number, kind } = cited;
      const reference = { office, number, kindCode: kind ?? undefined };
      const found = await (office === "CN" ? load.publications : load.opsPublications).load(reference);
      // A number of old without its kind may name several cases: none is guessed.
      return found.length === 1 ? (found[0] ?? null) : null;
    },
  },
  AgencyAtFiling: {
    agency: ({ code }: NonNullable<PatentRecord["agencyAtFiling"]>, _args: never, { load }: NationalContext) =>
      code === null ? null : load.agencies.load(code),
  },
};

type Cited = NonNullable<NonNullable<PatentRecord["citations"]>[number]["publication"]>;

function pageOf<Item, View>(items: readonly Item[], args: PageArguments, toView: (item: Item) => View) {
  const page = readPage(args, DEFAULT_SIZE);
  const shown = items.slice(page.offset, page.offset + page.first).map(toView);
  return toConnection(shown, page, { value: items.length, relation: "EXACT" });
}

function toParagraph({ number, section, text }: Paragraph) {
  return { numberText: number, section: section && { code: section }, text };
}

function standsIn({ type }: PatentRecord, count: number, publication: PatentPublication | null) {
  if (count > 0 && publication !== null) return { publication: toPublication(publication), reason: null };
  return { publication: null, reason: type === "DESIGN" ? DESIGN_HAS_NONE : NOT_IMPORTED };
}

function imageUrl(file: string, base: string | null): string | null {
  return base === null ? null : new URL(encodeURIComponent(file), base).href;
}

function tooManyParagraphs() {
  return badInput(
    "first",
    `说明书每页至多 ${MOST_PARAGRAPHS_A_PAGE} 段`,
    `At most ${MOST_PARAGRAPHS_A_PAGE} paragraphs of a description a page`,
  );
}

const DESIGN_HAS_NONE: StatusReason = statusReason(
  "NOT_APPLICABLE",
  "外观设计没有权利要求和说明书，只有视图和简要说明",
  "A design has no claims and no description, but views and a brief explanation",
);
const NOT_IMPORTED: StatusReason = statusReason(
  "UNKNOWN",
  "已导入的公布文本不含此内容",
  "The publications that were imported do not hold it",
);
const NO_IMAGE_SERVER: StatusReason = statusReason(
  "NO_IMAGE_SERVER",
  "数据只含图像文件名；运营者未设置图像服务地址",
  "The data name image files alone; the operator has set up no address for them",
);
