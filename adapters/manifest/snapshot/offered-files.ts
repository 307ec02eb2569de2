import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { UpstreamAnswer } from "#adapters/runtime/call/decode.ts";
import type { CallContext, SourceRuntime } from "#adapters/runtime/source.ts";
import { MalformedError, UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { readBounded } from "./kept-files.ts";
import { SNAPSHOT_LIMITS, SnapshotProblem } from "./snapshot-problem.ts";

/** What an owner offers: a file and its seal. */
interface OfferedFile {
  readonly bytes: Uint8Array;
  readonly seal: string;
}

/** Where new files come from. */
export interface OfferedFiles {
  /** Null where nothing changed since the last time it was looked at. Throws SnapshotProblem, UpstreamError. */
  look(file: string, context: CallContext): Promise<OfferedFile | null>;
}

/** Files that the owner, or whoever it sends them to, puts into a folder: first the file, then its seal. */
export function filesInFolder(folder: string): OfferedFiles {
  const seen = new Map<string, string>();
  return {
    look: async (file) => {
      const path = join(folder, file);
      const marks = await Promise.all([path, `${path}.sig`].map(markOf));
      if (marks[0] === null) throw new SnapshotProblem("MISSING", `no ${file}`);
      if (marks[1] === null) throw new SnapshotProblem("UNSIGNED", `no ${file}.sig`);
      const mark = marks.join();
      if (seen.get(file) === mark) return null;
      const seal = (await readBounded(`${path}.sig`, SNAPSHOT_LIMITS.sealBytes)).toString("utf8");
      const bytes = await readBounded(path, SNAPSHOT_LIMITS.bytes);
      seen.set(file, mark);
      return { bytes, seal };
    },
  };
}

async function markOf(path: string): Promise<string | null> {
  const found = await stat(path, { bigint: true }).catch(() => null);
  return found?.isFile() === true ? `${found.ino}:${found.size}:${found.mtimeNs}` : null;
}

/** Files at an address of the owner's: the seal is asked for first, the file only where that is another. */
export function filesAt(url: string, runtime: SourceRuntime): OfferedFiles {
  const seen = new Map<string, string>();
  const base = url.endsWith("/") ? url : `${url}/`;
  const ask = async (name: string, operation: string, context: CallContext, limit: number): Promise<Uint8Array> => {
    const request = { operation, url: new URL(encodeURIComponent(name), base), decode: bytesOf(limit) };
    return (await runtime.call(request, context)).value;
  };
  return {
    look: async (file, context) => {
      const seal = Buffer.from(await ask(`${file}.sig`, "fetch-seal", context, SNAPSHOT_LIMITS.sealBytes)).toString();
      if (seen.get(file) === seal) return null;
      const bytes = await ask(file, "fetch-file", context, SNAPSHOT_LIMITS.bytes);
      seen.set(file, seal);
      return { bytes, seal };
    },
  };
}

function bytesOf(limit: number) {
  return ({ bytes }: UpstreamAnswer): Uint8Array => {
    if (bytes.length > limit) throw new MalformedError(`more than ${limit} bytes`);
    return bytes;
  };
}

/** Why no new file could be had, in the words of the log. */
export function refusalOf(error: unknown): { readonly refusal: string; readonly detail: string } {
  if (error instanceof SnapshotProblem) return { refusal: error.refusal, detail: error.message };
  if (error instanceof UpstreamError) return { refusal: "UNREACHABLE", detail: error.failure.kind };
  return { refusal: "FAILED", detail: error instanceof Error ? error.message : "unknown error" };
}
