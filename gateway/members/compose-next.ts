import { setImmediate } from "node:timers/promises";
import type { ComposedGraph } from "#gateway/supergraph/compose-graph.ts";
import { composeSchemas } from "#gateway/supergraph/compose-graph.ts";
import { type NodeSchema, readNodeSchema, schemasOf } from "#gateway/supergraph/node-schemas.ts";
import type { OwnSchema } from "#gateway/supergraph/ownership/type-owners.ts";
import { sayTheSame } from "#schema/print-definitions.ts";
import type { NodeDefinition } from "#subgraphs/runtime/define-node.ts";
import { checkMembers } from "./check-members.ts";
import { toMemberProblems } from "./composition-problems.ts";
import type { Generation } from "./generation.ts";
import { type MemberProblem, problemOf, RefusedChange } from "./member-problem.ts";
import { definitionOf, type NextMember } from "./next-members.ts";

/** The graph to come, before any of its nodes is opened. */
export interface Composed {
  readonly graph: ComposedGraph;
  readonly members: readonly NextMember[];
  readonly schemas: ReadonlyMap<string, NodeSchema>;
  /** Nodes that came, changed or left. */
  readonly changed: ReadonlySet<string>;
}

export interface Composing {
  readonly members: readonly NextMember[];
  readonly changed: ReadonlySet<string>;
}

/**
 * One graph of all of them; those that were left out when the hub started stay out. Each step in a turn of its own: the old
 * graph serves. Rejects with RefusedChange.
 */
export async function composeNext({ members, changed }: Composing, old: Generation): Promise<Composed> {
  const known = await knownSchemas(members, old);
  const standing = new Map(old.opened.map(({ node, schema }) => [node.code, schema]));
  const isSame =
    members.length === old.opened.length && [...known].every(([code, schema]) => standing.get(code) === schema);
  // A node that only does otherwise what it did before: the graph is the same.
  if (isSame && old.composed.leftOut.length === 0) return { graph: old.composed, members, schemas: standing, changed };
  const leftOut = old.composed.leftOut.filter(({ node }) => !changed.has(node));
  const isOut = (code: string) => leftOut.some(({ node }) => node === code);
  const schemas = schemasOf(members.map(definitionOf), known);
  await setImmediate();
  const found = checkMembers(...partition(members, schemas, changed));
  if (found.length > 0) throw new RefusedChange(found);
  await setImmediate();
  const composition = await composeSchemas(new Map([...schemas].filter(([code]) => !isOut(code))));
  if (composition.kind === "refused") throw new RefusedChange(toMemberProblems(composition.problems, changed));
  return { graph: { ...composition, leftOut }, members, schemas, changed };
}

/** Of all but those who see the others. Rejects with RefusedChange. */
async function knownSchemas(members: readonly NextMember[], old: Generation): Promise<ReadonlyMap<string, NodeSchema>> {
  const known = new Map<string, NodeSchema>();
  const problems: MemberProblem[] = [];
  for (const member of members) {
    const definition = definitionOf(member);
    if (definition.seesOthers === true) continue;
    const schema = member.kind === "kept" ? member.opened.schema : readNew(definition, old);
    if ("message" in schema) problems.push(schema);
    else known.set(definition.code, schema);
    if (member.kind === "new") await setImmediate();
  }
  if (problems.length > 0) throw new RefusedChange(problems);
  return known;
}

/** The one that stands, where it says the same. */
function readNew(definition: NodeDefinition, old: Generation): NodeSchema | MemberProblem {
  try {
    const schema = readNodeSchema(definition);
    const standing = old.opened.find(({ node }) => node.code === definition.code)?.schema;
    return standing !== undefined && sayTheSame(standing.whole, schema.whole) ? standing : schema;
  } catch (error) {
    return problemOf(
      "BAD_SCHEMA",
      definition.code,
      { zh: "节点的 schema 无法读取", en: "its schema cannot be read" },
      error,
    );
  }
}

/** Those that stay, and those that come. */
function partition(
  members: readonly NextMember[],
  schemas: ReadonlyMap<string, NodeSchema>,
  changed: ReadonlySet<string>,
): readonly [standing: readonly OwnSchema[], coming: readonly OwnSchema[]] {
  const own = members.flatMap((member): readonly OwnSchema[] => {
    const { code, seesOthers = false } = definitionOf(member);
    const schema = schemas.get(code);
    return schema === undefined ? [] : [{ node: code, own: schema.own, seesOthers }];
  });
  // What the hub says of the types of those who come is made of their own words.
  const isStanding = ({ node }: OwnSchema) => !changed.has(node);
  return [own.filter(isStanding), own.filter((one) => !isStanding(one))];
}
