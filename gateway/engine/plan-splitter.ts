import type { SupergraphFacts } from "#gateway/plan/planner.ts";

/** "Type.field" */
type Coordinate = string;

/** The part that is being made, at one place of the operation. */
export interface Part {
  readonly index: number;
  /** Everything here stays that no other part has. */
  readonly isWhole: boolean;
}

/** A field of the operation where it stands: keys from the root to its object, each after a point. */
export interface PlacedField {
  readonly path: string;
  readonly field: Coordinate;
}

/** Arguments by the place of the field that a @requires asks for, from the root. */
type Wanted = Readonly<Record<string, string>>;

/**
 * Which fields of an operation cannot be in one plan: two whose @requires ask for the same field with different arguments
 * would both be given the one value that their subgraph's representation has room for (stock @apollo/gateway does that).
 * What one asks for below its own object may be what another asks for of its own.
 */
export class PlanSplitter {
  readonly #required: SupergraphFacts["requiredArguments"];
  readonly #used = new Map<string, Wanted>();
  readonly #fields = new Set<Coordinate>();
  #parts: readonly ReadonlySet<string>[] | null = null;

  constructor(required: SupergraphFacts["requiredArguments"]) {
    this.#required = required;
  }

  /** To be told of every field of the operation first. */
  note({ path, field }: PlacedField): void {
    const wanted = Object.hasOwn(this.#required, field) ? this.#required[field] : undefined;
    if (wanted === undefined) return;
    this.#fields.add(field);
    this.#used.set(
      path + field,
      Object.fromEntries(Object.entries(wanted).map(([place, told]) => [path + place, told])),
    );
  }

  /** Of all that were told, the fields that no plan gives rightly. */
  unplannable(all: readonly Coordinate[]): readonly Coordinate[] {
    return all.filter((field) => this.#fields.has(field));
  }

  /** The fields that need arguments, so that no two of a part disagree; the first part holds all other fields too. */
  get parts(): readonly ReadonlySet<string>[] {
    if (this.#parts !== null) return this.#parts;
    const parts: { readonly fields: Set<string>; readonly wanted: Record<string, string> }[] = [];
    for (const [field, wanted] of this.#used) {
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
  fateOf({ path, field }: PlacedField, { index, isWhole }: Part): "stays" | "holds" | "goes" {
    if (this.parts[index]?.has(path + field)) return "stays";
    if (this.#used.has(path + field)) return "goes";
    return isWhole ? "stays" : "holds";
  }
}

/** The place of a required field counts without its type: too careful at worst. */
function agree(a: Wanted, b: Wanted): boolean {
  return Object.entries(b).every(([place, wanted]) => a[place] === undefined || a[place] === wanted);
}
