import type { CompositionProblem } from "#gateway/supergraph/composer.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { type MemberProblem, type ProblemPlace, problem } from "./member-problem.ts";

interface Explained extends Bilingual {
  readonly suggestion: Bilingual;
}

/** What composition refuses, in the terms of whoever wrote the schema. Codes: https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/errors (seen 2026-11). */
const EXPLAINED: Readonly<Record<string, Explained>> = {
  FIELD_TYPE_MISMATCH: {
    zh: "同一字段在各节点的类型不同",
    en: "one field has different types at different nodes",
    suggestion: {
      zh: "改用其他节点的类型，或给字段另起名字",
      en: "use the type that the others have, or name the field otherwise",
    },
  },
  TYPE_KIND_MISMATCH: {
    zh: "同名类型在各节点的种类不同",
    en: "one type name is of different kinds at different nodes",
    suggestion: { zh: "另起类型名", en: "name the type otherwise" },
  },
  INVALID_FIELD_SHARING: {
    zh: "字段已由其他节点提供",
    en: "another node gives that field already",
    suggestion: { zh: "去掉该字段，或给它另起名字", en: "leave the field out, or name it otherwise" },
  },
  SATISFIABILITY_ERROR: {
    zh: "有的查询无法执行：从某处取不到所需字段",
    en: "some queries could not be answered: there is no way to a field that they may ask for",
    suggestion: { zh: "给类型加上各节点都能解析的 @key", en: "give the type a @key by which each node can find it" },
  },
  INVALID_GRAPHQL: {
    zh: "schema 不是有效的 GraphQL",
    en: "the schema is not valid GraphQL",
    suggestion: { zh: "按提示修正 schema", en: "mend the schema where it is said" },
  },
  INTERFACE_FIELD_NO_IMPLEM: {
    zh: "实现接口的类型缺少接口的字段",
    en: "a type lacks a field of an interface that it implements",
    suggestion: { zh: "在类型上加上接口的全部字段", en: "give the type every field of the interface" },
  },
  EXTERNAL_UNUSED: {
    zh: "标为 @external 的字段没有用到",
    en: "a field marked @external is not used",
    suggestion: { zh: "去掉该字段", en: "leave the field out" },
  },
  EXTERNAL_MISSING_ON_BASE: {
    zh: "标为 @external 的字段没有任何节点提供",
    en: "no node gives a field that is marked @external",
    suggestion: { zh: "检查字段名", en: "check the field's name" },
  },
  KEY_INVALID_FIELDS: {
    zh: "@key 中的字段无效",
    en: "the fields of a @key are not valid",
    suggestion: { zh: "@key 只能用该类型自己的字段", en: "a @key takes fields of its own type" },
  },
  REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH: {
    zh: "必需的参数在其他节点上没有",
    en: "a required argument is not there at the other nodes",
    suggestion: { zh: "把参数改为可选", en: "make the argument optional" },
  },
  REQUIRED_INACCESSIBLE: {
    zh: "必需的输入被标为不可见",
    en: "a required input is hidden from clients",
    suggestion: { zh: "去掉 @inaccessible 或改为可选", en: "drop @inaccessible or make it optional" },
  },
  REFERENCED_INACCESSIBLE: {
    zh: "可见的字段用到了不可见的类型",
    en: "a visible field is of a type that is hidden from clients",
    suggestion: { zh: "把字段也标为 @inaccessible", en: "mark the field @inaccessible too" },
  },
  INVALID_LINK_DIRECTIVE_USAGE: {
    zh: "@link 的用法无效",
    en: "@link is not used rightly",
    suggestion: { zh: "参照 Federation 2 的 @link 写法", en: "write @link as Federation 2 wants it" },
  },
  COMPOSITION_TIME: {
    zh: "合成超时",
    en: "composition takes too long",
    suggestion: { zh: "减少类型和字段", en: "leave out types and fields that are not needed" },
  },
  COMPOSITION_FAILED: {
    zh: "合成失败（可能超出内存上限）",
    en: "composition failed (it may have taken more than the memory allowed)",
    suggestion: { zh: "减少类型和字段", en: "leave out types and fields that are not needed" },
  },
};

const UNEXPLAINED: Bilingual = {
  zh: "与其他节点的 schema 不能合成",
  en: "it does not compose with the other nodes' schemas",
};
const LONGEST_DETAIL = 500;
/** Further ones mostly follow from the first. */
const MOST = 50;

/** Of the nodes that changed: those that stay composed before. */
export function toMemberProblems(
  problems: readonly CompositionProblem[],
  changed: ReadonlySet<string>,
): readonly MemberProblem[] {
  return problems.slice(0, MOST).map(({ code, message }) => {
    const words: Partial<Explained> & Bilingual = EXPLAINED[code] ?? UNEXPLAINED;
    const detail = message.slice(0, LONGEST_DETAIL);
    return problem("DOES_NOT_COMPOSE", {
      node: culprit(message, changed),
      zh: `${words.zh}（${code}）：${detail}`,
      en: `${words.en} (${code}): ${detail}`,
      ...(words.suggestion === undefined ? {} : { suggestion: words.suggestion }),
      place: placeIn(message),
    });
  });
}

/** The changed node that is named; where none is, the only one. */
function culprit(message: string, changed: ReadonlySet<string>): string | null {
  const named = [...changed].find((code) => message.startsWith(`[${code}]`) || message.includes(`"${code}"`));
  const [only] = changed;
  return named ?? (changed.size === 1 ? (only ?? null) : null);
}

/** `"Type.field"` or `type "Type"`, as composition writes. */
function placeIn(message: string): ProblemPlace | null {
  const [, type, field] = /"([_A-Za-z]\w*)\.([_A-Za-z]\w*)[("]/.exec(message) ?? [];
  if (type !== undefined && field !== undefined) return { type, field, line: null, column: null };
  const [, alone] = /\btype "([_A-Za-z]\w*)"/i.exec(message) ?? [];
  return alone === undefined ? null : { type: alone, field: null, line: null, column: null };
}
