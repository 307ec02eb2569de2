import type { HostBook } from "./host-book.ts";
import type { HostLedger } from "./host-ledger.ts";
import { LedgerDesk } from "./ledger-desk.ts";
import type { QuotaUse } from "./quota.ts";

/** A ledger for one process, forgotten with it. */
export function createMemoryLedger(): HostLedger {
  const books = new Map<string, HostBook>();
  const quotas = new Map<string, QuotaUse>();
  const desk = new LedgerDesk({
    alone: (run) => run(),
    book: (host) => books.get(host),
    putBook: (host, book) => void books.set(host, book),
    quota: (source) => quotas.get(source),
    putQuota: (source, use) => void quotas.set(source, use),
  });
  return {
    attach: async (entry) => desk.attach(entry),
    acquire: async (request) => desk.acquire(request),
    release: async (done) => desk.release(done),
    pause: async (entry, until) => desk.pause(entry, until),
    close: async () => {},
  };
}
