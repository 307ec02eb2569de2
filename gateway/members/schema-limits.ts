import type { DocumentNode } from "graphql";
import { type MemberProblem, problem } from "./member-problem.ts";

/** Of one node's own schema. The largest real one has 90 types and 700 fields (2026-11). */
const SCHEMA_LIMITS = { types: 1_000, fields: 8_000, arguments: 8_000 } as const;

/** A schema of more would be composed for minutes, and be of no use to anybody who reads it. */
export function checkSize(node: string, { definitions }: DocumentNode): readonly MemberProblem[] {
  const count = { types: definitions.length, fields: 0, arguments: 0 };
  for (const definition of definitions) {
    if ("values" in definition) count.fields += definition.values?.length ?? 0;
    if (!("fields" in definition)) continue;
    count.fields += definition.fields?.length ?? 0;
    for (const field of definition.fields ?? [])
      if ("arguments" in field) count.arguments += field.arguments?.length ?? 0;
  }
  return (["types", "fields", "arguments"] as const).flatMap((what) =>
    count[what] > SCHEMA_LIMITS[what] ? [tooMany(node, what, count[what])] : [],
  );
}

const WORDS = {
  types: { zh: "类型", en: "types" },
  fields: { zh: "字段", en: "fields" },
  arguments: { zh: "参数", en: "arguments" },
} as const;

function tooMany(node: string, what: keyof typeof SCHEMA_LIMITS, count: number): MemberProblem {
  const most = SCHEMA_LIMITS[what];
  return problem("TOO_LARGE", {
    node,
    zh: `schema 有 ${count} 个${WORDS[what].zh}，上限 ${most}`,
    en: `the schema has ${count} ${WORDS[what].en}, the limit is ${most}`,
    suggestion: {
      zh: "拆分为多个节点，或减少类型和字段",
      en: "split it into several nodes, or leave out what is not needed",
    },
  });
}
