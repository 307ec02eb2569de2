/** The part that is being made, at one place of the operation. */
export interface Part {
  readonly index: number;
  /** Everything here stays that no other part has. */
  readonly isWhole: boolean;
}

/** A field of the operation where it stands: keys from the root to its object, each after a point, and its own. */
export interface PlacedField {
  readonly path: string;
  /** "Type.field" */
  readonly field: string;
  readonly key: string;
  /** The type for which it must be asked alone: its null would take what is asked of others with it. */
  readonly apart?: string | undefined;
}

interface Used {
  readonly path: string;
  /** Keys from the root to what it holds. */
  readonly below: string;
  readonly type: string;
}

interface PlanPart {
  readonly fields: Set<string>;
  /** Fields above those. */
  readonly holders: Set<string>;
  /** By the place, the one type that is asked there. */
  readonly types: Map<string, string>;
}

/** Which fields of an operation must be in plans of their own: those that are to be asked of one type alone. */
export class PlanSplitter {
  readonly #used = new Map<string, Used>();
  #parts: readonly PlanPart[] | null = null;

  /** To be told of every field of the operation first. */
  note(placed: PlacedField): void {
    const { path, key, apart } = placed;
    if (apart !== undefined) this.#used.set(idOf(placed), { path, below: `${path}.${key}`, type: apart });
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
      const types = new Map([...holders, [id, used] as const].map(([, { path, type }]) => [path, type]));
      const known = parts.find((part, index) => index > 0 && agree(part.types, types));
      const part = known ?? newPart();
      if (known === undefined) parts.push(part);
      for (const [path, type] of types) part.types.set(path, type);
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
  return { fields: new Set(), holders: new Set(), types: new Map() };
}

function isAbove(holder: Used, { path }: Used): boolean {
  return path === holder.below || path.startsWith(`${holder.below}.`);
}

function agree(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return [...b].every(([path, type]) => !a.has(path) || a.get(path) === type);
}
