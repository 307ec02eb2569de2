import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { Logger } from "#adapters/runtime/logger.ts";
import type { Clock } from "#adapters/runtime/source.ts";
import type { QuotaUse } from "./byte-quota.ts";

const Told = z.object({ bytes: z.number().nonnegative(), toldAt: z.number().nonnegative() });
const Usage = z.object({ registration: z.string(), hour: Told.optional(), week: Told.optional() });

/** Written at most so often; the last word is written when the hub stops. */
const EVERY_MS = 5_000;

interface UsageFileOptions {
  readonly dataDir: string;
  /** Address and key: what another registration has used says nothing. */
  readonly registration: readonly string[];
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What OPS told of our quotas, kept over a restart: OPS tells it only in answers. */
export class UsageFile {
  readonly #path: string;
  readonly #registration: string;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #unsaved: QuotaUse | null = null;
  #savedAt = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor({ dataDir, registration, clock, logger }: UsageFileOptions) {
    this.#path = join(dataDir, "epo-ops", "usage.json");
    this.#registration = createHash("sha256").update(registration.join("\n")).digest("base64url");
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Nothing where there is no file, or it is another registration's or unreadable. */
  async read(): Promise<QuotaUse> {
    try {
      const { registration, hour, week } = Usage.parse(JSON.parse(await readFile(this.#path, "utf8")));
      if (registration !== this.#registration) return {};
      return { ...(hour === undefined ? {} : { hour }), ...(week === undefined ? {} : { week }) };
    } catch {
      return {};
    }
  }

  save(use: QuotaUse): void {
    this.#unsaved = use;
    if (this.#clock.now() - this.#savedAt >= EVERY_MS) void this.flush();
  }

  /** Writes what is unsaved, one after the other. A file that cannot be written costs the memory of it, not the answers. */
  flush(): Promise<void> {
    const use = this.#unsaved;
    if (use === null) return this.#writing;
    this.#unsaved = null;
    this.#savedAt = this.#clock.now();
    this.#writing = this.#writing
      .then(() => this.#write(use))
      .catch((error: unknown) => {
        this.#logger.warn({ err: error }, "what OPS told of our quotas could not be kept");
      });
    return this.#writing;
  }

  async #write(use: QuotaUse): Promise<void> {
    const draft = `${this.#path}.${process.pid}`;
    await mkdir(dirname(this.#path), { recursive: true });
    await writeFile(draft, JSON.stringify({ registration: this.#registration, ...use }));
    await rename(draft, this.#path);
  }
}
