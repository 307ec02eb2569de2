import type { NodeDefinition } from "#subgraphs/runtime/define-node.ts";
import { apolloComposer } from "./apollo-composer.ts";
import type { Composed, Composer, Composition, CompositionProblem } from "./composer.ts";
import { kernelService } from "./kernel-service.ts";
import { type NodeSchema, schemasOf } from "./node-schemas.ts";

export interface ComposedGraph extends Omit<Composed, "kind"> {
  /** Nodes whose schema breaks the graph, with what is wrong. */
  readonly leftOut: readonly { readonly node: string; readonly problems: readonly CompositionProblem[] }[];
}

/** The nodes' schemas do not make one graph, and leaving out any one of them does not help. */
export class CompositionError extends Error {
  override readonly name = "CompositionError" as const;

  constructor(problems: readonly CompositionProblem[]) {
    const told = problems.map(({ message }) => message).join("; ");
    super(`the nodes' schemas do not compose: ${told.slice(0, 2_000)}`);
  }
}

/** One graph of all nodes and the hub's own kernel; a single node that breaks it is left out. Throws CompositionError. */
export async function composeGraph(
  definitions: readonly NodeDefinition[],
  composer: Composer = apolloComposer,
): Promise<ComposedGraph> {
  const whole = await compose(definitions, composer);
  if (whole.kind === "composed") return { ...whole, leftOut: [] };
  for (const suspect of definitions.filter(({ seesOthers }) => seesOthers !== true)) {
    const rest = await compose(
      definitions.filter((definition) => definition !== suspect),
      composer,
    );
    if (rest.kind === "composed") return { ...rest, leftOut: [{ node: suspect.code, problems: whole.problems }] };
  }
  throw new CompositionError(whole.problems);
}

function compose(definitions: readonly NodeDefinition[], composer: Composer): Promise<Composition> {
  return composeSchemas(schemasOf(definitions), composer);
}

/** All of them, or what keeps them from making one graph. */
export function composeSchemas(
  schemas: ReadonlyMap<string, Pick<NodeSchema, "whole">>,
  composer: Composer = apolloComposer,
): Promise<Composition> {
  const services = [...schemas].map(([name, { whole }]) => ({ name, typeDefs: whole }));
  return composer.compose([KERNEL, ...services]);
}

const KERNEL = kernelService();
