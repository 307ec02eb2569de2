import type { GivenPlace, OpenedNode, ReadyMember } from "#gateway/open-nodes.ts";
import type { NodeDefinition } from "#subgraphs/runtime/define-node.ts";
import type { MemberChange } from "./hub-graph.ts";
import { type MemberProblem, problem, problemOf } from "./member-problem.ts";

/** A member of the graph to come: one that stays as it is, or one that is yet to be opened. */
export type NextMember =
  | { readonly kind: "kept"; readonly opened: OpenedNode }
  | { readonly kind: "new"; readonly member: ReadyMember };

export type NextMembers =
  | { readonly kind: "members"; readonly members: readonly NextMember[]; readonly changed: ReadonlySet<string> }
  | { readonly kind: "refused"; readonly problems: readonly MemberProblem[] };

/** Settings of a node that joins; throws SettingsError. */
export type ReadyToJoin = (definition: NodeDefinition, given: GivenPlace) => ReadyMember;

/** Who will be there after the changes, in the order of the members that stay. */
export function nextMembers(
  current: readonly OpenedNode[],
  changes: readonly MemberChange[],
  ready: ReadyToJoin,
): NextMembers {
  const members = new Map<string, NextMember>(current.map((opened) => [opened.node.code, { kind: "kept", opened }]));
  const problems: MemberProblem[] = [];
  const changed = new Set<string>();
  for (const change of changes) {
    const code = codeOf(change);
    const found = changed.has(code) ? namedTwice(code) : problemWith(change, members.get(code));
    changed.add(code);
    if (found !== undefined) problems.push(found);
    else if (change.kind === "remove") members.delete(code);
    else {
      const joining = makeReady(change, ready);
      if ("message" in joining) problems.push(joining);
      else members.set(code, { kind: "new", member: joining });
    }
  }
  if (problems.length > 0) return { kind: "refused", problems };
  return { kind: "members", members: [...members.values()], changed };
}

export function definitionOf(member: NextMember): NodeDefinition {
  return member.kind === "kept" ? member.opened.member.ready.definition : member.member.ready.definition;
}

function codeOf(change: MemberChange): string {
  return change.kind === "put" ? change.definition.code : change.code;
}

/** As in the names of folders; composition's own names are made of them. */
const CODE = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const LONGEST_CODE = 40;
/** The hub's own member (supergraph/kernel-service.ts). */
const KERNEL = "hub";

function problemWith(change: MemberChange, current: NextMember | undefined): MemberProblem | undefined {
  const code = codeOf(change);
  if (current !== undefined && definitionOf(current).seesOthers === true) return notAPlatform(code);
  if (change.kind === "remove") return current === undefined ? unknownNode(code) : undefined;
  if (change.definition.seesOthers === true) return notAPlatform(code);
  return !CODE.test(code) || code.length > LONGEST_CODE || code === KERNEL ? badCode(code) : undefined;
}

function makeReady(
  { definition, ...given }: Extract<MemberChange, { readonly kind: "put" }>,
  ready: ReadyToJoin,
): ReadyMember | MemberProblem {
  try {
    return ready(definition, given);
  } catch (error) {
    return problemOf("BAD_SETTING", definition.code, { zh: "节点的设置无效", en: "bad settings of the node" }, error);
  }
}

function namedTwice(code: string): MemberProblem {
  const texts = { zh: `一次变更中节点 ${code} 出现了两次`, en: `node ${code} is named twice in one change` };
  return problem("NAMED_TWICE", { node: code, ...texts });
}

function unknownNode(code: string): MemberProblem {
  return problem("UNKNOWN_NODE", { node: code, zh: `没有节点 ${code}`, en: `there is no node ${code}` });
}

function notAPlatform(code: string): MemberProblem {
  const texts = { zh: `${code} 是枢纽自身的成员`, en: `${code} is a member of the hub itself` };
  return problem("NOT_A_PLATFORM", { node: code, ...texts });
}

function badCode(code: string): MemberProblem {
  return problem("BAD_CODE", {
    node: code.slice(0, LONGEST_CODE),
    zh: `节点代码应以小写字母开头，由小写字母、数字和连字符组成，至多 ${LONGEST_CODE} 字符，且不得为 ${KERNEL}`,
    en: `a node's code starts with a lower-case letter, has lower-case letters, digits and hyphens, ${LONGEST_CODE} characters at most, and is not "${KERNEL}"`,
  });
}
