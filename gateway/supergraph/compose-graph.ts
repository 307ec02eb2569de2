import { apolloComposer } from "./apollo-composer.ts";
import type { Composer, Composition, CompositionProblem } from "./composer.ts";
import { kernelService } from "./kernel-service.ts";
import type { NodeSchema } from "./node-schemas.ts";

/** The nodes' schemas do not make one graph. */
export class CompositionError extends Error {
  override readonly name = "CompositionError" as const;

  constructor(problems: readonly CompositionProblem[]) {
    super(
      `the nodes' schemas do not compose: ${problems
        .map(({ message }) => message)
        .join("; ")
        .slice(0, 2_000)}`,
    );
  }
}

/** One graph of all nodes and the hub's own kernel. Throws CompositionError. */
export async function composeGraph(
  schemas: ReadonlyMap<string, NodeSchema>,
  composer: Composer = apolloComposer,
): Promise<Extract<Composition, { kind: "composed" }>> {
  const services = [...schemas].map(([name, { whole }]) => ({ name, typeDefs: whole }));
  const composition = await composer.compose([kernelService(), ...services]);
  if (composition.kind === "composed") return composition;
  throw new CompositionError(composition.problems);
}
