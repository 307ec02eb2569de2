import type { StoreMethod } from "./patent-store.ts";

/** What crosses to the store's worker thread. */
export interface StoreQuestion {
  readonly id: number;
  readonly method: StoreMethod;
  readonly args: readonly unknown[];
}

/** What comes back. */
export type StoreAnswer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly message: string };
