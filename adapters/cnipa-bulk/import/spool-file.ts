import { randomUUID } from "node:crypto";
import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { FileAccess, type RandomAccess } from "./random-access.ts";

export interface Spooled extends AsyncDisposable {
  readonly access: RandomAccess;
}

/** Where packed archives inside archives are unpacked to, one at a time; inside the store's own folder. */
export function spoolFolder(dataDir: string): string {
  return join(dataDir, "cnipa-bulk", "spool");
}

/** The bytes in a file of this store's own naming, which is gone when its holder is done. */
export async function spool(folder: string, bytes: AsyncIterable<Uint8Array>): Promise<Spooled> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, randomUUID());
  const file = await open(path, "wx+", 0o600);
  const dispose = async () => {
    await file.close();
    await rm(path, { force: true });
  };
  try {
    let size = 0;
    for await (const chunk of bytes) {
      await file.write(chunk, 0, chunk.length, size);
      size += chunk.length;
    }
    return { access: new FileAccess(file, size), [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}
