import type { Fault, SandboxCounts } from "./sandbox-module.ts";
import type { WorldSize } from "./world/types.ts";

/** From the hub's process to a sandbox's. */
export type ToSandbox =
  | {
      readonly kind: "start";
      readonly module: string;
      readonly size: WorldSize;
      readonly port: number;
      readonly settings: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: "counts"; readonly id: number }
  | { readonly kind: "reset"; readonly id: number }
  | { readonly kind: "fault"; readonly id: number; readonly fault: Fault };

/** And back. `done` answers the message of that id. */
export type FromSandbox =
  | { readonly kind: "listening"; readonly url: string }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "done"; readonly id: number; readonly counts: SandboxCounts };
