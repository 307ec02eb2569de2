import { createHash } from "node:crypto";
import type { Clock } from "#adapters/runtime/source.ts";

/** The only registration that the sandbox knows; no secret, since nothing real is behind it. */
export const SANDBOX_KEY = "sandbox-key";
export const SANDBOX_SECRET = "sandbox-secret";

export interface IssuedToken {
  readonly token: string;
  readonly issuedAt: number;
}

/** Access tokens that expire, as OPS's do after about twenty minutes. */
export class Accounts {
  readonly #clock: Clock;
  readonly #lifetimeMs: number;
  readonly #issued = new Map<string, number>();
  #count = 0;

  constructor(clock: Clock, lifetimeSeconds: number) {
    this.#clock = clock;
    this.#lifetimeMs = lifetimeSeconds * 1_000;
  }

  /** A new token for `Basic base64(key:secret)`; null for anybody else. */
  issue(authorization: string | undefined): IssuedToken | null {
    const expected = `Basic ${Buffer.from(`${SANDBOX_KEY}:${SANDBOX_SECRET}`).toString("base64")}`;
    if (authorization !== expected) return null;
    const issuedAt = this.#clock.now();
    this.#count += 1;
    const token = createHash("sha256").update(`${issuedAt} ${this.#count}`).digest("base64url").slice(0, 28);
    this.#issued.set(token, issuedAt + this.#lifetimeMs);
    return { token, issuedAt };
  }

  accepts(authorization: string | undefined): boolean {
    const token = /^Bearer (\S+)$/.exec(authorization ?? "")?.[1] ?? "";
    return (this.#issued.get(token) ?? 0) > this.#clock.now();
  }
}
