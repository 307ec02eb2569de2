import type { ASTNode } from "graphql";
import { type MemberProblem, type MemberProblemCode, problem } from "#gateway/members/member-problem.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";

/** Where something was found in a node's schema. */
export interface Spot {
  readonly node: string;
  readonly type: string;
  readonly field?: string | null | undefined;
  /** What stands there, with its place in the text where that is known. */
  readonly at?: ASTNode | undefined;
}

export interface Words {
  readonly zh: string;
  readonly en: string;
  readonly suggestion: Bilingual;
}

/** One thing that a node must change in its schema. */
export function finding(code: MemberProblemCode, { node, type, field = null, at }: Spot, words: Words): MemberProblem {
  const token = at?.loc?.startToken;
  const place = { type, field, line: token?.line ?? null, column: token?.column ?? null };
  return problem(code, { node, place, ...words });
}

/** The node as it is called in messages; the hub's own types have no other owner. */
export function ownerName(owner: string | undefined): Bilingual {
  return owner === undefined ? { zh: "枢纽", en: "the hub" } : { zh: `节点 ${owner}`, en: `node ${owner}` };
}
