import { randomBytes } from "node:crypto";
import type { Clock } from "#adapters/runtime/source.ts";

const IDLE_MS = 20 * 60_000;

/** Sessions of guests: a cookie, forgotten after twenty idle minutes. */
export interface Sessions {
  open(): string;
  /** True where the cookie header holds a session that lives; it lives on from here. */
  isOpen(cookies: string | undefined): boolean;
}

export function createSessions(clock: Clock): Sessions {
  const seenAt = new Map<string, number>();
  return {
    open: () => {
      const id = randomBytes(16).toString("hex").toUpperCase();
      seenAt.set(id, clock.now());
      return id;
    },
    isOpen: (cookies = "") => {
      const id = /(?:^|;\s*)JSESSIONID=([0-9A-F]{32})/.exec(cookies)?.[1] ?? "";
      const seen = seenAt.get(id);
      if (seen === undefined || clock.now() - seen > IDLE_MS) {
        seenAt.delete(id);
        return false;
      }
      seenAt.set(id, clock.now());
      return true;
    },
  };
}

/** Counts questions by the hour: beyond the volume the address is shut out until the hour is over. */
export function createVolumeBan(clock: Clock, perHour: number): () => boolean {
  let hour = -1;
  let asked = 0;
  return () => {
    const now = Math.floor(clock.now() / 3_600_000);
    if (now !== hour) {
      hour = now;
      asked = 0;
    }
    asked += 1;
    return asked > perHour;
  };
}
