import { unwatchFile, watchFile } from "node:fs";
import { join } from "node:path";
import type { Logger } from "#adapters/runtime/logger.ts";
import type { Clock } from "#adapters/runtime/source.ts";
import { decodeNodeId, encodeNodeId } from "#schema/ids/node-id.ts";
import { badInput } from "./operation-error.ts";
import { TakeDownFile, type TakeDownOrder } from "./take-down-file.ts";

/** A record that its owner had taken down; nothing of it is given out any more. */
export interface TakeDown {
  readonly id: string;
  readonly typeName: string;
  readonly key: string;
  readonly reason: string;
  /** Epoch milliseconds of the order. */
  readonly at: number;
}

/** Which records must not be given out. Orders are kept in a file, and hold over restarts and in every process that shares it. */
export interface TakeDowns {
  readonly size: number;
  /** By global id. */
  has(id: string): boolean;
  list(): readonly TakeDown[];
  /** In force when it returns, also where it rejects since the order could not be kept. Throws OperationError for what is no id or no reason. */
  takeDown(id: string, reason: string): Promise<TakeDown>;
  /** Takes an order back (one given by mistake); null when there is none. */
  restore(id: string, reason: string): Promise<TakeDown | null>;
  /** Told at once of every record taken down or given back, by whichever process; the function returned ends it. */
  onChange(listener: (record: TakeDown) => void): () => void;
  close(): void;
}

export interface TakeDownsOptions {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** For a node that keeps no orders. */
export const NO_TAKE_DOWNS: Pick<TakeDowns, "size" | "has"> = { size: 0, has: () => false };

const FILE = "take-downs.jsonl";
/** How soon an order given to another process is noticed. */
const WATCH_MS = 1_000;
const LONGEST_REASON = 500;

/** Reads the orders of this data folder. Throws SettingsError when the file cannot be read: what was taken down must not come back. */
export async function openTakeDowns({ dataDir, clock, logger }: TakeDownsOptions): Promise<TakeDowns> {
  const path = join(dataDir, FILE);
  const file = new TakeDownFile(path);
  await file.repair();
  const book = new TakeDownBook(await file.read());
  const reload = () => {
    file.read().then(
      (orders) => book.follow([...orders, ...file.unwritten]),
      (error: unknown) => logger.error({ err: error }, "orders to take records down could not be read again"),
    );
  };
  watchFile(path, { persistent: false, interval: WATCH_MS }, reload);
  const keep = async (action: TakeDownOrder["action"], record: TakeDown) => {
    const { id, typeName, reason, at } = record;
    await file.append({ action, id, reason, at: new Date(at).toISOString() });
    logger.warn({ action, id, typeName, reason }, "order about a record");
    return record;
  };
  return {
    get size() {
      return book.records.size;
    },
    has: (id) => book.records.has(id),
    list: () => [...book.records.values()],
    takeDown: async (id, reason) => {
      const record = toTakeDown(id, reason, clock.now());
      book.add(record);
      return keep("take-down", record);
    },
    restore: async (id, reason) => {
      if (!book.records.has(id)) return null;
      const record = toTakeDown(id, reason, clock.now());
      book.remove(record);
      return keep("restore", record);
    },
    onChange: (listener) => book.listen(listener),
    close: () => unwatchFile(path, reload),
  };
}

/** Whether a reference names a record that was taken down: by its id, or by the natural key that its id is made of. */
export function isTakenDown(takeDowns: Pick<TakeDowns, "size" | "has">, reference: object): boolean {
  if (takeDowns.size === 0) return false;
  const { __typename: typeName, ...keys } = reference as Readonly<Record<string, unknown>>;
  return Object.values(keys).some(
    (key) => typeof key === "string" && (takeDowns.has(key) || takeDowns.has(naturalId(String(typeName), key) ?? "")),
  );
}

function naturalId(typeName: string, key: string): string | null {
  try {
    return encodeNodeId(typeName, key);
  } catch {
    return null;
  }
}

/** The orders in force and who wants to know of new ones. */
class TakeDownBook {
  readonly records: Map<string, TakeDown>;
  readonly #listeners = new Set<(record: TakeDown) => void>();

  constructor(orders: readonly TakeDownOrder[]) {
    this.records = inForce(orders);
  }

  add(record: TakeDown): void {
    this.records.set(record.id, record);
    this.#tell(record);
  }

  remove(record: TakeDown): void {
    this.records.delete(record.id);
    this.#tell(record);
  }

  /** Another process wrote an order. */
  follow(orders: readonly TakeDownOrder[]): void {
    const now = inForce(orders);
    for (const [id, record] of now) if (!this.records.has(id)) this.add(record);
    for (const [id, record] of [...this.records]) if (!now.has(id)) this.remove(record);
  }

  listen(listener: (record: TakeDown) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #tell(record: TakeDown): void {
    for (const listener of this.#listeners) listener(record);
  }
}

/** The last order about a record holds. */
function inForce(orders: readonly TakeDownOrder[]): Map<string, TakeDown> {
  const records = new Map<string, TakeDown>();
  for (const { action, id, reason, at } of orders) {
    if (action === "restore") records.delete(id);
    else records.set(id, toTakeDown(id, reason, Date.parse(at)));
  }
  return records;
}

function toTakeDown(id: string, reason: string, at: number): TakeDown {
  const decoded = decodeNodeId(id);
  if (decoded === null) throw badInput("id", "不是本枢纽的记录标识", "not the id of a record of this hub");
  const text = reason.trim();
  if (text === "" || text.length > LONGEST_REASON) {
    throw badInput(
      "reason",
      `须写明理由（至多 ${LONGEST_REASON} 字）`,
      `give a reason (${LONGEST_REASON} characters at most)`,
    );
  }
  return { id, typeName: decoded.typename, key: decoded.key, reason: text, at };
}
