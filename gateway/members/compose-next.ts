import type { ComposedGraph } from "#gateway/supergraph/compose-graph.ts";
import { composeSchemas } from "#gateway/supergraph/compose-graph.ts";
import type { CompositionProblem } from "#gateway/supergraph/composer.ts";
import { type NodeSchema, readNodeSchema, schemasOf } from "#gateway/supergraph/node-schemas.ts";
import type { NodeDefinition } from "#subgraphs/runtime/define-node.ts";
import type { Generation } from "./generation.ts";
import { type MemberProblem, problem, problemOf, RefusedChange } from "./member-problem.ts";
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

/** One graph of all of them; those that were left out when the hub started stay out. Rejects with RefusedChange. */
export async function composeNext({ members, changed }: Composing, old: Generation): Promise<Composed> {
  const known = new Map<string, NodeSchema>();
  const problems: MemberProblem[] = [];
  for (const member of members) {
    const definition = definitionOf(member);
    if (definition.seesOthers === true) continue;
    const schema = member.kind === "kept" ? member.opened.schema : readNew(definition);
    if ("message" in schema) problems.push(schema);
    else known.set(definition.code, schema);
  }
  if (problems.length > 0) throw new RefusedChange(problems);
  const leftOut = old.composed.leftOut.filter(({ node }) => !changed.has(node));
  const isOut = (code: string) => leftOut.some(({ node }) => node === code);
  const schemas = schemasOf(members.map(definitionOf), known);
  const composition = await composeSchemas(new Map([...schemas].filter(([code]) => !isOut(code))));
  if (composition.kind === "refused") throw new RefusedChange(toProblems(composition.problems, changed));
  return { graph: { ...composition, leftOut }, members, schemas, changed };
}

function readNew(definition: NodeDefinition): NodeSchema | MemberProblem {
  try {
    return readNodeSchema(definition);
  } catch (error) {
    return problemOf(
      "BAD_SCHEMA",
      definition.code,
      { zh: "节点的 schema 无法读取", en: "its schema cannot be read" },
      error,
    );
  }
}

function toProblems(problems: readonly CompositionProblem[], changed: ReadonlySet<string>): readonly MemberProblem[] {
  const [only] = changed;
  const node = changed.size === 1 && only !== undefined ? only : null;
  return problems.map(({ code, message }) =>
    problem("DOES_NOT_COMPOSE", {
      node,
      zh: `与图中其他节点的 schema 不能合成（${code}）：${message}`,
      en: `its schema does not compose with those of the graph (${code}): ${message}`,
    }),
  );
}
