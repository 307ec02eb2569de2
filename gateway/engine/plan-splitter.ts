import type { SupergraphFacts } from "#gateway/plan/planner.ts";

/** "Type.field" */
type Coordinate = string;

/** The part that is being made, at one place of the operation. */
export interface Part {
  readonly index: number;
  /** Everything here stays that no other part has. */
  readonly isWhole: boolean;
}

/**
 * Which fields of an operation cannot be in one plan: two whose @requires ask for the same field with different arguments
 * would both be given the one value that their subgraph's representation has room for (stock @apollo/gateway does that).
 */
export class PlanSplitter {
  readonly #required: SupergraphFacts["requiredArguments"];
  readonly #used = new Set<Coordinate>();
  #parts: readonly ReadonlySet<Coordinate>[] | null = null;

  constructor(required: SupergraphFacts["requiredArguments"]) {
    this.#required = required;
  }

  /** To be told of every field of the operation first. */
  note(field: Coordinate): void {
    if (Object.hasOwn(this.#required, field)) this.#used.add(field);
  }

  /** Of all that were told, the fields that no plan gives rightly. */
  unplannable(all: readonly Coordinate[]): readonly Coordinate[] {
    return all.filter((field) => this.#used.has(field));
  }

  /** The fields that need arguments, so that no two of a part disagree; the first part holds all other fields too. */
  get parts(): readonly ReadonlySet<Coordinate>[] {
    if (this.#parts !== null) return this.#parts;
    const parts: { readonly fields: Set<Coordinate>; readonly wanted: Record<string, string> }[] = [];
    for (const field of this.#used) {
      const wanted = this.#required[field] ?? {};
      const part = parts.find((candidate) => agree(candidate.wanted, wanted));
      if (part === undefined) {
        parts.push({ fields: new Set([field]), wanted: { ...wanted } });
        continue;
      }
      Object.assign(part.wanted, wanted);
      part.fields.add(field);
    }
    this.#parts = parts.length === 0 ? [new Set()] : parts.map(({ fields }) => fields);
    return this.#parts;
  }

  /** Of a field in one of the parts: stays with all below it, stays only if something below does, or goes. */
  fateOf(field: Coordinate, { index, isWhole }: Part): "stays" | "holds" | "goes" {
    if (this.parts[index]?.has(field)) return "stays";
    if (this.#used.has(field)) return "goes";
    return isWhole ? "stays" : "holds";
  }
}

/** The place of a required field counts without its type: too careful at worst. */
function agree(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  return Object.entries(b).every(([place, wanted]) => a[place] === undefined || a[place] === wanted);
}
