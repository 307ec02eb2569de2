/** What is to be forgotten: all that meets every word given; nothing given is everything. */
export interface Invalidation {
  /** Answers of that node. */
  readonly node?: string | undefined;
  /** Records of that object type. */
  readonly type?: string | undefined;
  /** The record of that global id. */
  readonly id?: string | undefined;
  /** Whatever a node marked with that word. */
  readonly tag?: string | undefined;
}

/** A cache that can be told to forget. */
export interface Forgetful {
  /** How many entries were forgotten; what is being fetched meanwhile does not enter afterwards. */
  invalidate(what: Invalidation): number;
}

/** What is kept of nodes' answers, whichever engine keeps it. */
export interface KeptEntities extends Forgetful {
  readonly size: number;
  readonly bytes: number;
  /** Given up for want of room, and by calls to forget. */
  readonly evictions: number;
  readonly invalidations: number;
  clear(): void;
}
