import { open, readFile, truncate } from "node:fs/promises";
import { z } from "zod";
import { SettingsError } from "#adapters/runtime/settings/settings-error.ts";

const ORDER = z.strictObject({
  action: z.enum(["take-down", "restore"]),
  id: z.string().min(1).max(512),
  reason: z.string().min(1).max(500),
  at: z.iso.datetime(),
});

/** One line of the file. */
export type TakeDownOrder = z.output<typeof ORDER>;

/** Orders on disk, one line each, only ever added to; several processes may share the file. */
export class TakeDownFile {
  readonly #path: string;
  readonly #unwritten = new Set<TakeDownOrder>();
  /** Reading and writing take turns: no order is written while the file is read. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  /** Orders that a file read just now lacks: still to be written, or given in vain. They are in force all the same. */
  get unwritten(): readonly TakeDownOrder[] {
    return [...this.#unwritten];
  }

  /**
   * All orders, oldest first; none without a file. A last line without its end is not there: nobody was told that it is.
   * Throws SettingsError for any other line that is no order.
   */
  read(): Promise<readonly TakeDownOrder[]> {
    return this.#take(async () => {
      const lines = wholeLines(await readText(this.#path)).split("\n");
      return lines.flatMap((line, index) => (line === "" ? [] : [readOrder(line, this.#path, index + 1)]));
    });
  }

  /** Removes what a crash left of a last line, before anything is added to it. */
  async repair(): Promise<void> {
    const text = await readText(this.#path);
    const whole = wholeLines(text);
    if (whole.length < text.length) await truncate(this.#path, Buffer.byteLength(whole));
  }

  /** Adds an order and waits until the disk has it. One after the other. */
  append(order: TakeDownOrder): Promise<void> {
    const line = `${JSON.stringify(ORDER.parse(order))}\n`;
    this.#unwritten.add(order);
    return this.#take(async () => {
      await appendLine(this.#path, line);
      this.#unwritten.delete(order);
    });
  }

  #take<Result>(task: () => Promise<Result>): Promise<Result> {
    const done = this.#turn.then(task);
    this.#turn = done.catch(() => {});
    return done;
  }
}

/** All of it in one write, so that lines of several processes do not mix, or nothing. */
async function appendLine(path: string, line: string): Promise<void> {
  await using file = await open(path, "a", 0o600);
  const { size } = await file.stat();
  try {
    await file.writeFile(line);
    await file.datasync();
  } catch (error) {
    await file.truncate(size).catch(() => {});
    throw error;
  }
}

function wholeLines(text: string): string {
  return text.slice(0, text.lastIndexOf("\n") + 1);
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}

function readOrder(line: string, path: string, number: number): TakeDownOrder {
  const order = ORDER.safeParse(parseJson(line));
  if (order.success) return order.data;
  throw new SettingsError({
    zh: `${path} 第 ${number} 行无法识别：下架记录不得因此重现，请先修复该文件`,
    en: `${path}, line ${number}, cannot be read: records that were taken down must not come back, so repair the file first`,
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
