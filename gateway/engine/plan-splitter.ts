import type { SupergraphFacts } from "#gateway/plan/planner.ts";

/** "Type.field" */
type Coordinate = string;

/** The part that is being made, at one place of the operation. */
export interface Part {
  readonly index: number;
  /** Everything here stays that no other part has. */
  readonly isWhole: boolean;
}

/** A field of the operation where it stands: keys from the root to its object, each after a point, and its own. */
export interface PlacedField {
  readonly path: string;
  readonly field: Coordinate;
  readonly key: string;
  /** The type for which it must be asked alone: its null would take what is asked of others with it. */
  readonly apart?: string | undefined;
}

/** Arguments by the place of the field that a @requires asks for, from the root. */
type Wanted = Readonly<Record<string, string>>;

interface Used {
  /** Keys from the root to what it holds. */
  readonly below: string;
  readonly path: string;
  readonly field: Coordinate;
  readonly wanted: Wanted;
  readonly isApart: boolean;
}

interface PlanPart {
  readonly fields: Set<string>;
  /** Fields above those. */
  readonly holders: Set<string>;
  readonly wanted: Record<string, string>;
}

/**
 * Which fields of an operation cannot be in one plan: two whose @requires ask for the same field with different arguments
 * would both be given the one value that their subgraph's representation has room for (stock @apollo/gateway does that).
 * What one asks for below its own object may be what another asks for of its own.
 */
export class PlanSplitter {
  readonly #required: SupergraphFacts["requiredArguments"];
  readonly #used = new Map<string, Used>();
  readonly #fields = new Set<Coordinate>();
  #parts: readonly PlanPart[] | null = null;

  constructor(required: SupergraphFacts["requiredArguments"]) {
    this.#required = required;
  }

  /** To be told of every field of the operation first. */
  note({ path, field, key, apart }: PlacedField): void {
    const wanted = Object.hasOwn(this.#required, field) ? this.#required[field] : undefined;
    if (wanted === undefined && apart === undefined) return;
    if (wanted !== undefined) this.#fields.add(field);
    const placed = Object.entries(wanted ?? {}).map(([place, told]) => [path + place, told] as const);
    const alone = apart === undefined ? [] : [[`${path} only`, apart] as const];
    this.#used.set(idOf({ path, field, key, apart }), {
      path,
      field,
      below: `${path}.${key}`,
      wanted: Object.fromEntries([...placed, ...alone]),
      isApart: apart !== undefined,
    });
  }

  /** Of all that were told, the fields that no plan gives rightly. */
  unplannable(all: readonly Coordinate[]): readonly Coordinate[] {
    return all.filter((field) => this.#fields.has(field));
  }

  /** Fields that cannot be in the first plan, for what another's @requires asks for. */
  get disagreeing(): readonly Coordinate[] {
    const placed = this.#all()
      .slice(1)
      .flatMap(({ fields }) => [...fields]);
    return placed.flatMap((id) => {
      const used = this.#used.get(id);
      return used === undefined || used.isApart ? [] : [used.field];
    });
  }

  /** How many plans it takes; the first holds all that may be anywhere. */
  get count(): number {
    return this.#all().length;
  }

  #all(): readonly PlanPart[] {
    if (this.#parts !== null) return this.#parts;
    const parts: PlanPart[] = [newPart()];
    for (const [id, used] of this.#used) {
      const holders = [...this.#used].filter(([, other]) => isAbove(other, used));
      const wanted: Wanted = Object.assign({}, ...holders.map(([, holder]) => holder.wanted), used.wanted);
      const mayBeFirst = !used.isApart && holders.every(([, holder]) => !holder.isApart);
      const known = parts.find((part, index) => (mayBeFirst || index > 0) && agree(part.wanted, wanted));
      const part = known ?? newPart();
      if (known === undefined) parts.push(part);
      Object.assign(part.wanted, wanted);
      part.fields.add(id);
      for (const [holder] of holders) part.holders.add(holder);
    }
    this.#parts = parts;
    return parts;
  }

  /** Of a field in one of the parts: stays with all below it, stays only if something below does, or goes. */
  fateOf(placed: PlacedField, { index, isWhole }: Part): "stays" | "holds" | "goes" {
    const part = this.#all()[index];
    const id = idOf(placed);
    if (part?.fields.has(id)) return "stays";
    if (part?.holders.has(id)) return "holds";
    if (this.#used.has(id)) return "goes";
    return isWhole ? "stays" : "holds";
  }
}

function idOf({ path, field, key, apart = "" }: PlacedField): string {
  return `${path}.${key} ${field} ${apart}`;
}

function newPart(): PlanPart {
  return { fields: new Set(), holders: new Set(), wanted: {} };
}

function isAbove(holder: Used, { path }: Used): boolean {
  return path === holder.below || path.startsWith(`${holder.below}.`);
}

/** The place of a required field counts without its type: too careful at worst. */
function agree(a: Wanted, b: Wanted): boolean {
  return Object.entries(b).every(([place, wanted]) => a[place] === undefined || a[place] === wanted);
}
