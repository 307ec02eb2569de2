import type { PatentRecord } from "#adapters/cnipa-bulk/patent-record.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { codeOfFailure, ERROR_CODES } from "#schema/error-codes.ts";
import type { Bilingual, IdentifierProblem } from "#schema/ids/parsed.ts";
import type { NationalContext, NationalLoad } from "#subgraphs/national/national-load.ts";
import { matchApplicant } from "#subgraphs/national/party/match-party.ts";
import { toDocdbText } from "#subgraphs/national/world/ops-reference.ts";
import type { ResolverMap } from "#subgraphs/runtime/define-node.ts";
import { badInput, identifierError } from "#subgraphs/runtime/operation-error.ts";
import { MAX_PAGE_SIZE } from "#subgraphs/runtime/paging.ts";
import { findPatent } from "./find-patent.ts";
import { textsOf } from "./ops-to-view.ts";
import type { ApplicantView, PatentView, TextsByLanguage } from "./patent-view.ts";

type Language = "ZH" | "EN";
interface LanguageArgument {
  readonly lang?: Language | null;
}

/** A longer input is no number. */
const MAX_NUMBER_LENGTH = 200;

export const patentResolvers: ResolverMap<NationalLoad> = {
  Query: {
    patent: async (_parent: never, { number }: { number: string }, { load }: NationalContext) => {
      const found = await findPatent(number.slice(0, MAX_NUMBER_LENGTH), load);
      if (found.ok) return found.value;
      throw identifierError(found.problem);
    },
    patentsByNumber: (_parent: never, { numbers }: { numbers: readonly string[] }, { load }: NationalContext) => {
      if (numbers.length > MAX_PAGE_SIZE) {
        throw badInput("numbers", `一次至多 ${MAX_PAGE_SIZE} 个号码`, `At most ${MAX_PAGE_SIZE} numbers at once`);
      }
      return Promise.all(numbers.map((input) => lookUp(input, load)));
    },
  },
  Patent: {
    // What CNIPA's data would give is put together by rule; only OPS's own is told.
    docdbApplicationNumber: ({ record, docdb }: PatentView) =>
      record === null && docdb !== null ? toDocdbText(docdb) : null,
    title: (patent: PatentView, { lang }: LanguageArgument, { load }: NationalContext) =>
      textIn(patent.titles, lang, () => englishText(patent, load, "titles")),
    abstract: (patent: PatentView, { lang }: LanguageArgument, { load }: NationalContext) =>
      // Without an original there is nothing to translate: designs have no abstract in any language.
      textIn(patent.abstracts, lang, () =>
        patent.abstracts.original === null ? null : englishText(patent, load, "abstracts"),
      ),
    relations: async ({ record, relations }: PatentView, _args: never, { load }: NationalContext) =>
      record === null ? relations : [...relations, ...(await sameDayRelations(record, load))],
    agency: (patent: PatentView, _args: never, { load }: NationalContext) =>
      patent.agencyCode === null ? null : load.agencies.load(patent.agencyCode),
  },
  Applicant: {
    name: (applicant: ApplicantView, { lang }: LanguageArgument, { load }: NationalContext) =>
      textIn(applicant.names, lang, () => englishName(applicant, load)),
    organization: async (applicant: ApplicantView, _args: never, { load }: NationalContext) =>
      (await matchApplicant(applicant, load))?.organization ?? null,
    match: async (applicant: ApplicantView, _args: never, { load }: NationalContext) =>
      (await matchApplicant(applicant, load))?.match ?? null,
  },
  PatentRelation: {
    patent: ({ applicationNumber }: PatentView["relations"][number], _args: never, { load }: NationalContext) =>
      load.patents.load(applicationNumber),
  },
};

/** The other half of an invention and a utility model of one day (一案双申). */
async function sameDayRelations({ applicationNumber, type }: PatentRecord, load: NationalLoad) {
  const kind = type === "INVENTION" ? "SAME_DAY_UTILITY_MODEL" : "SAME_DAY_INVENTION";
  const twins = await load.sameDayTwins.load(applicationNumber);
  return twins.map((twin) => ({ kind, applicationNumber: twin }));
}

/** One number's own answer: what is wrong with it, or what befell its look-up, stands beside it and costs no other. */
async function lookUp(input: string, load: NationalLoad) {
  try {
    const found = await findPatent(input.slice(0, MAX_NUMBER_LENGTH), load);
    if (found.ok) return { input, patent: found.value, problem: null };
    return { input, patent: null, problem: numberProblem(found.problem) };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    const code = codeOfFailure(error.failure);
    return { input, patent: null, problem: problem(code, ERROR_CODES[code].message) };
  }
}

function numberProblem(found: IdentifierProblem) {
  const code = found.code === "AMBIGUOUS" ? "AMBIGUOUS_IDENTIFIER" : "INVALID_IDENTIFIER";
  return {
    ...problem(code, found.message),
    expected: found.expected ?? null,
    reason: { code: found.code, message: found.message },
    candidates: found.candidates ?? [],
  };
}

function problem(code: string, message: Bilingual) {
  return { code, message, expected: null, reason: null, candidates: [] as readonly string[] };
}

function textIn(
  texts: TextsByLanguage,
  language: Language | null | undefined,
  english: () => Promise<string | null> | null,
): Promise<string | null> | string | null {
  if (!language) return texts.original;
  return language === "EN" ? (texts.EN ?? english()) : texts.ZH;
}

/** CNIPA's data are Chinese: English texts come from OPS. */
async function englishText(
  patent: PatentView,
  load: NationalLoad,
  field: "titles" | "abstracts",
): Promise<string | null> {
  if (patent.applicationNumber === null || patent.docdb === null) return null;
  const found = await load.opsDocuments.load(patent.docdb);
  return found === null
    ? null
    : textsOf(
        found.value.map((document) => document[field]),
        "CN",
      ).EN;
}

/** OPS lists applicants in the order of the document. */
async function englishName({ patent, sequence }: ApplicantView, load: NationalLoad): Promise<string | null> {
  if (patent.applicationNumber === null || patent.docdb === null) return null;
  const found = await load.opsDocuments.load(patent.docdb);
  return found?.value.at(-1)?.applicants.find((applicant) => applicant.sequence === sequence)?.name ?? null;
}
