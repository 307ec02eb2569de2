import { randomUUID } from "node:crypto";
import type { Clock } from "#adapters/runtime/source.ts";
import type { PlatformUser } from "./process-rows.ts";

/** The accounts of the stand-in. Documented in the README: they open nothing but this sandbox. */
const SANDBOX_PASSWORDS: Readonly<Record<PlatformUser, string>> = { demo: "demo-kjy01", other: "other-kjy01" };
/** Tokens that never expire, so that examples and journeys have a header to print. The real platform has no such thing. */
export const SANDBOX_TOKENS: Readonly<Record<PlatformUser, string>> = {
  demo: "demo-kjy01-sandbox",
  other: "other-kjy01-sandbox",
};

/** Log-ins last two hours (FACTS B3). */
const LOGIN_MS = 2 * 60 * 60 * 1_000;

interface Grant {
  readonly user: PlatformUser;
  readonly expiresAt: number;
}

export interface SandboxAccounts {
  /** A token from the log-in page; null for a wrong name or password. */
  logIn(name: string, password: string): string | null;
  /** A session for a token; null when it is unknown or has expired. */
  openSession(token: string): { readonly id: string; readonly lifetimeMs: number } | null;
  userOfSession(id: string): PlatformUser | null;
}

/** Who is logged in, for as long as the process lives. */
export function createAccounts(clock: Clock): SandboxAccounts {
  const tokens = new Map<string, Grant>(
    users().map((user) => [SANDBOX_TOKENS[user], { user, expiresAt: Number.POSITIVE_INFINITY }]),
  );
  const sessions = new Map<string, Grant>();
  return {
    logIn: (name, password) => {
      const user = users().find((known) => known === name && SANDBOX_PASSWORDS[known] === password);
      if (user === undefined) return null;
      const token = `${user}-${randomUUID()}`;
      tokens.set(token, { user, expiresAt: clock.now() + LOGIN_MS });
      return token;
    },
    openSession: (token) => {
      const grant = tokens.get(token);
      if (grant === undefined || grant.expiresAt <= clock.now()) return null;
      const lifetimeMs = Math.min(LOGIN_MS, grant.expiresAt - clock.now());
      const id = randomUUID();
      sessions.set(id, { user: grant.user, expiresAt: clock.now() + lifetimeMs });
      return { id, lifetimeMs };
    },
    userOfSession: (id) => {
      const session = sessions.get(id);
      return session === undefined || session.expiresAt <= clock.now() ? null : session.user;
    },
  };
}

function users(): readonly PlatformUser[] {
  return ["demo", "other"];
}
