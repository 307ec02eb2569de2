import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";
import { badCursor, decodeCursor, encodeCursor } from "#subgraphs/runtime/paging.ts";
import type { Positions } from "./search-session.ts";

/** What a cursor says: which question and session, after how many of its hits, and where the lists then stood. */
export interface SearchCursor {
  readonly question: string;
  readonly session: string;
  readonly shown: number;
  readonly positions: Positions;
}

/** Says which list's cursor it is, and of which version. */
const PREFIX = "sr1:";
const MAC_BYTES = 16;
const LONGEST = 4_096;
/** Positions that fit a cursor; what does not fit is read from its start after a session's end. */
const LONGEST_PAYLOAD = 2_800;

/** Cursors that only this hub can have written: opaque, signed, bound to their question. */
export class CursorSeal {
  readonly #key: KeyObject;

  constructor(key: Uint8Array) {
    this.#key = createSecretKey(key);
  }

  write({ question, session, shown, positions }: SearchCursor): string {
    const parts = [question, session, shown, cutToFit(positions)];
    const payload = encodeCursor(PREFIX, JSON.stringify(parts));
    return `${payload}.${this.#mac(payload).toString("base64url")}`;
  }

  /** BAD_CURSOR for whatever was not written here for this question. */
  read(text: string, question: string): SearchCursor {
    const [payload = "", mac = ""] = text.length > LONGEST ? [] : text.split(".");
    const given = Buffer.from(mac, "base64url");
    const isOurs =
      given.length === MAC_BYTES &&
      text === `${payload}.${given.toString("base64url")}` &&
      timingSafeEqual(given, this.#mac(payload));
    if (!isOurs) throw badCursor();
    const parts = decodeCursor(PREFIX, payload);
    if (parts === undefined) throw badCursor();
    // Sealed by ourselves, so that it has the shape that `write` gives it.
    const [asked, session, shown, positions] = JSON.parse(parts) as [string, string, number, Positions];
    if (asked !== question) throw badCursor(OTHER_QUESTION);
    return { question, session, shown, positions };
  }

  #mac(payload: string): Buffer {
    return createHmac("sha256", this.#key).update(`search-cursor:${payload}`).digest().subarray(0, MAC_BYTES);
  }
}

const OTHER_QUESTION = {
  zh: "游标属于另一次检索：query、kinds 与 filter 须与前页相同",
  en: "after belongs to another search: query, kinds and filter must be those of the page before",
};

function cutToFit(positions: Positions): Positions {
  let left = LONGEST_PAYLOAD;
  const entries = Object.entries(positions).filter(([key]) => {
    left -= key.length + 12;
    return left > 0;
  });
  return Object.fromEntries(entries);
}
