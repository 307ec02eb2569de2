import { open } from "node:fs/promises";
import { FileAccess, type RandomAccess } from "./random-access.ts";

export interface OpenedArchive extends AsyncDisposable {
  readonly access: RandomAccess;
}

export async function openArchiveFile(path: string): Promise<OpenedArchive> {
  const file = await open(path, "r");
  const { size } = await file.stat();
  return { access: new FileAccess(file, size), [Symbol.asyncDispose]: () => file.close() };
}
