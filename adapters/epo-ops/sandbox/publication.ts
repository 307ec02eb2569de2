import type { WorldPatent } from "#adapters/runtime/sandbox/world/types.ts";

/** A number as the sandbox prints it; `date` is YYYY-MM-DD. */
export interface SandboxNumber {
  readonly office: string;
  readonly number: string;
  readonly kind: string;
  readonly date: string;
  readonly epodoc: string;
}

/** One publication of the sandbox's collection. All of one invention share the patent from which they were made. */
export interface SandboxPublication {
  readonly publication: SandboxNumber;
  readonly application: SandboxNumber & { readonly original: string };
  readonly familyId: string;
  readonly patent: WorldPatent;
  /** The publication of its application that carries the abstract and the legal events. */
  readonly isFirst: boolean;
}
