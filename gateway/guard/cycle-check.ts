import { type DocumentNode, Kind, visit } from "graphql";
import { type Refusal, refuse } from "#gateway/report/refusal.ts";
import { collectFragments } from "./fold-selections.ts";

/** Refuses fragments that spread themselves, in time linear in the text; what follows may then simply expand them. */
export function refuseCycles(document: DocumentNode): Refusal | undefined {
  const spreads = new Map(
    [...collectFragments(document)].map(([name, fragment]) => [
      name,
      spreadsOf({ ...document, definitions: [fragment] }),
    ]),
  );
  const done = new Set<string>();
  const active = new Set<string>();
  const isCyclic = (name: string): boolean => {
    if (done.has(name)) return false;
    if (active.has(name)) return true;
    active.add(name);
    const found = (spreads.get(name) ?? []).some(isCyclic);
    active.delete(name);
    done.add(name);
    return found;
  };
  const name = [...spreads.keys()].find(isCyclic);
  if (name === undefined) return undefined;
  return refuse("GRAPHQL_VALIDATION_FAILED", {
    zh: `片段 ${name} 循环引用自身`,
    en: `fragment ${name} spreads itself`,
  });
}

function spreadsOf(document: DocumentNode): readonly string[] {
  const names: string[] = [];
  visit(document, { [Kind.FRAGMENT_SPREAD]: (spread) => void names.push(spread.name.value) });
  return names;
}
