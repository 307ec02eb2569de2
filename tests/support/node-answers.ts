/** `hubNodeSearch`, as the tests of nodes ask it; null where a question failed. */
export interface Searched<Item = FoundItem> {
  readonly hubNodeSearch: readonly (FoundPage<Item> | null)[];
}

export interface FoundPage<Item = FoundItem> {
  readonly total: number;
  readonly relation: string;
  readonly items: readonly Item[];
}

interface FoundItem {
  readonly typeName: string;
  readonly id: string;
  readonly summary: {
    readonly title: string;
    readonly numbers: readonly string[];
    readonly region: string | null;
    readonly date: string | null;
  };
}

/** `_entities`, in the order of the references. */
export interface Entities<Entity = Readonly<Record<string, unknown>>> {
  readonly _entities: readonly (Entity | null)[];
}

/** `hubNodeHarvest`. */
export interface Harvested {
  readonly hubNodeHarvest: { readonly cursor: string | null; readonly items: readonly { readonly id: string }[] };
}
