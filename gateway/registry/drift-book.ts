import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { DRIFT_FINDING } from "#adapters/manifest/kit/compare-shapes.ts";
import { KIND_SHAPE } from "#adapters/manifest/kit/kind-shape.ts";

/** Of one kind. */
export const MOST_FINDINGS = 500;

/** No look takes so long. */
const LONGEST_CLAIM_MS = 600_000;

const WHEN = z.iso.datetime();

const KIND_STANDING = z.strictObject({
  /** When it was last as it should be. */
  good: KIND_SHAPE.nullable(),
  /** When it last answered. */
  seenAt: WHEN.nullable(),
  /** Since when it is not as it was. */
  since: WHEN.nullable(),
  findings: z.array(DRIFT_FINDING).max(MOST_FINDINGS),
  /** Why it did not answer the last time it was asked. */
  unanswered: z.strictObject({ zh: z.string(), en: z.string() }).nullable(),
});

/** How the shape of a node's answers stands. */
const DRIFT_STANDING = z.strictObject({
  version: z.string().max(40),
  /** Of the manifest: what was seen by another says nothing of this one. */
  digest: z.string().max(64),
  askedAt: WHEN,
  kinds: z.record(z.string().max(60), KIND_STANDING),
});

export type DriftStanding = z.output<typeof DRIFT_STANDING>;
export type KindStanding = z.output<typeof KIND_STANDING>;

/** What was seen of each node, kept beside the registry: it holds over restarts, and gateways that share the folder ask once. */
export class DriftBook {
  readonly #folder: string;

  constructor(dataDir: string) {
    this.#folder = join(dataDir, "registry", "drift");
  }

  /** Undefined where there is none that can be read: then it is looked at anew. */
  async read(code: string): Promise<DriftStanding | undefined> {
    try {
      return DRIFT_STANDING.safeParse(JSON.parse(await readFile(this.#pathOf(code), "utf8"))).data;
    } catch {
      return undefined;
    }
  }

  async write(code: string, standing: DriftStanding): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const draft = `${this.#pathOf(code)}.${process.pid}`;
    await writeFile(draft, JSON.stringify(standing), { mode: 0o600 });
    await rename(draft, this.#pathOf(code));
  }

  /** Undefined while another process looks at that node; else what ends it must be called. */
  async claim(code: string): Promise<(() => Promise<void>) | undefined> {
    await mkdir(this.#folder, { recursive: true });
    const path = join(this.#folder, `${code}.looking`);
    const end = () => rm(path, { force: true });
    try {
      await writeFile(path, "", { flag: "wx", mode: 0o600 });
      return end;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      // One that a crash left behind is cleared away for the next time.
      if (Date.now() - (await claimedAt(path)) > LONGEST_CLAIM_MS) await end();
      return undefined;
    }
  }

  #pathOf(code: string): string {
    return join(this.#folder, `${code}.json`);
  }
}

/** Now, where it is gone. */
async function claimedAt(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  return found?.mtimeMs ?? Date.now();
}
