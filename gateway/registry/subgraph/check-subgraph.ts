import type { DocumentNode } from "graphql";
import type { SubgraphFile } from "#adapters/manifest/format/subgraph-format.ts";
import type { ConformanceReport, Finding } from "#adapters/manifest/kit/conformance-report.ts";
import { answersEntities } from "#gateway/members/elsewhere/question-subgraph.ts";
import {
  type ReadingSubgraph,
  readSubgraph,
  type SubgraphStep,
  type SubgraphWords,
  subgraphMember,
} from "#gateway/members/elsewhere/read-subgraph.ts";
import { readSubgraphSchema, unknownKinds } from "#gateway/members/elsewhere/subgraph-definition.ts";
import type { MemberProblem } from "#gateway/members/member-problem.ts";
import type { CheckOutcome, CheckParts } from "#gateway/registry/node-maker.ts";
import type { NodeProblem } from "#gateway/registry/node-problem.ts";
import { undescribed } from "./described-fields.ts";
import { schemaChanges } from "./schema-changes.ts";
import { type SubgraphCheckId, SubgraphRun } from "./subgraph-checks.ts";
import { factsOf } from "./subgraph-facts.ts";
import { writeWords } from "./subgraph-words.ts";

export interface CheckingSubgraph extends ReadingSubgraph, Pick<CheckParts, "wasLive"> {
  /** Null where there is no graph to hold it against: at the command line. */
  readonly whyNot: CheckParts["whyNot"] | null;
  /** What the server said when this version was checked before. */
  readonly words: SubgraphWords | null;
}

/** The checks in their order: each needs the one before. */
const STEPS: readonly (readonly [SubgraphStep, SubgraphCheckId])[] = [
  ["address", "MUST-SUBGRAPH-ADDRESS-ALLOWED"],
  ["answer", "MUST-SUBGRAPH-ANSWERS"],
  ["schema", "MUST-SUBGRAPH-SCHEMA"],
  ["kinds", "MUST-SUBGRAPH-KINDS-READ"],
];

/** Asks the server what it is, and holds that against the graph. Never throws for what the server does. */
export async function checkSubgraph(file: SubgraphFile, parts: CheckingSubgraph): Promise<CheckOutcome> {
  const run = new SubgraphRun();
  const read = await readSubgraph(factsOf(file), parts);
  tellSteps(run, read.ok ? null : read);
  if (!read.ok) return { report: report(file, run) };
  const { words } = read;
  const schema = readSubgraphSchema(file.code, words.sdl);
  if (schema.ok) await checkSchema(file, { ...schema, words, run }, parts);
  return { report: report(file, run), words: writeWords(words) };
}

function tellSteps(
  run: SubgraphRun,
  failed: { readonly at: SubgraphStep; readonly problems: readonly MemberProblem[] } | null,
): void {
  for (const [step, id] of STEPS) {
    run.found(id, failed?.at === step ? failed.problems.map(toFinding) : []);
    if (failed?.at === step) return;
  }
}

interface ReadWords {
  readonly document: DocumentNode;
  readonly speaksContract: boolean;
  readonly hasEntities: boolean;
  readonly words: SubgraphWords;
  readonly run: SubgraphRun;
}

async function checkSchema(
  file: SubgraphFile,
  { document, speaksContract, hasEntities, words, run }: ReadWords,
  parts: CheckingSubgraph,
): Promise<void> {
  const facts = factsOf(file);
  const member = subgraphMember(facts, words);
  if (member.ok && parts.whyNot !== null)
    run.found("MUST-SUBGRAPH-FITS", (await parts.whyNot(member.change)).map(toFinding));
  if (hasEntities) {
    const why = await answersEntities(facts, parts);
    run.found("SHOULD-SUBGRAPH-ENTITIES", why === null ? [] : [{ about: null, message: why }]);
  }
  if (speaksContract) run.found("SHOULD-SUBGRAPH-KINDS-TRUE", unknownKinds(words.kinds, document).map(untrueKind));
  if (parts.wasLive && parts.words !== null) run.found("SHOULD-SUBGRAPH-AS-CHECKED", schemaChanges(parts.words, words));
  run.found("MAY-SUBGRAPH-DESCRIBED", undescribed(document));
  run.found("MAY-SUBGRAPH-SEARCHED", words.kinds.length > 0 ? [] : [NOT_SEARCHED]);
}

const NOT_SEARCHED: Finding = {
  about: null,
  message: {
    zh: "不说：其字段可查询，其记录不在检索之列",
    en: "it does not: its fields can be asked for, its records are not found by search",
  },
};

function untrueKind({ kind, typeName }: { readonly kind: string; readonly typeName: string }): Finding {
  return {
    about: kind,
    message: {
      zh: `schema 中没有实现该种类的类型 ${typeName}`,
      en: `its schema has no type ${typeName} that implements this kind`,
    },
  };
}

function toFinding(problem: MemberProblem | NodeProblem): Finding {
  const { message, suggestion } = problem;
  const advice = (language: "zh" | "en") => (suggestion === null ? "" : ` → ${suggestion[language]}`);
  return {
    about: placeOf(problem),
    message: { zh: `${message.zh}${advice("zh")}`, en: `${message.en}${advice("en")}` },
  };
}

/** Type and field, with the line of the server's schema. */
function placeOf(problem: MemberProblem | NodeProblem): string | null {
  if ("path" in problem)
    return problem.line === null ? problem.path : `${problem.path ?? ""} ${problem.line}:${problem.column ?? 1}`;
  return problem.place?.type ?? null;
}

function report({ code, version }: SubgraphFile, run: SubgraphRun): ConformanceReport {
  return { code, version, mode: "live", checkedAt: new Date().toISOString(), results: run.results };
}
