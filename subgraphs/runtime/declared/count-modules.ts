import type { ModuleCount } from "#subgraphs/runtime/define-node.ts";
import type { DeclaredContext, DeclaredKind } from "./declared-kind.ts";
import { readFiltered } from "./find-records.ts";

/** How many services each module has, in the words of the platform's list; the largest first. */
export async function countModules(services: DeclaredKind, context: DeclaredContext): Promise<readonly ModuleCount[]> {
  const { items } = await readFiltered(services, () => true, context);
  const counts = new Map<string, ModuleCount>();
  for (const { value } of items) {
    const told = value.fields["module"];
    if (typeof told !== "object" || told === null || !("raw" in told)) continue;
    const key = `${told.code}\n${told.raw ?? ""}`;
    counts.set(key, { module: told.code, raw: told.raw, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((one, other) => other.count - one.count);
}
