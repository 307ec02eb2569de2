import { type AssetIdentity, identityOf } from "./asset-identity.ts";
import { type Finding, SearchHit } from "./search-hit.ts";

/** Which hit a record belongs to: the same record again, the same main number, or an alias where no main numbers differ. */
export class HitBook {
  readonly #byRecord = new Map<string, SearchHit>();
  readonly #byMain = new Map<string, SearchHit>();
  readonly #byAlias = new Map<string, SearchHit>();

  get hits(): ReadonlySet<SearchHit> {
    return new Set(this.#byRecord.values());
  }

  /** Returns the hit that is new by it, or null where it joined one. */
  enter(finding: Finding, numbers: readonly string[]): SearchHit | null {
    const identity = identityOf({ kind: finding.kind, numbers });
    const known = this.#find(finding, identity);
    const hit = known ?? new SearchHit(identity);
    hit.add(finding);
    this.#note(hit, finding, identity);
    return known === undefined ? hit : null;
  }

  #find({ id }: Finding, identity: AssetIdentity): SearchHit | undefined {
    const same = this.#byRecord.get(id) ?? this.#byMain.get(mainKey(identity));
    if (same !== undefined) return same;
    const named = identity.aliases.map((alias) => this.#byAlias.get(`${identity.family}:${alias}`));
    return named.find((hit) => hit !== undefined && (hit.main === null || identity.main === null));
  }

  #note(hit: SearchHit, { id }: Finding, identity: AssetIdentity): void {
    this.#byRecord.set(id, hit);
    hit.main ??= identity.main;
    if (hit.main !== null) this.#byMain.set(`${identity.family}:${hit.main}`, hit);
    for (const alias of identity.aliases) {
      const key = `${identity.family}:${alias}`;
      if (!this.#byAlias.has(key)) this.#byAlias.set(key, hit);
    }
  }
}

function mainKey({ family, main }: AssetIdentity): string {
  return main === null ? "" : `${family}:${main}`;
}
