import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** Folders of HUB_DATA_DIR in which records of plugged-in nodes lie, by the node's code. */
const FOLDERS = ["harvested", "snapshots-taken"] as const;

/** Deletes what was kept of the records of a node that left. What is still open elsewhere is gone when that closes. */
export async function forgetNodeData(dataDir: string, code: string): Promise<void> {
  for (const folder of FOLDERS) {
    const names = await namesIn(dataDir, folder);
    const own = names.filter((name) => codeOf(name) === code);
    await Promise.all(own.map((name) => rm(join(dataDir, folder, name), { recursive: true, force: true })));
  }
}

/** The same for all that left while no hub ran. Who is there is asked when the files are known: another gateway may plug one in. */
export async function forgetNodesThatLeft(
  dataDir: string,
  present: () => Promise<(code: string) => boolean>,
): Promise<void> {
  const names = await Promise.all(FOLDERS.map((folder) => namesIn(dataDir, folder)));
  const codes = new Set(names.flat().map(codeOf));
  if (codes.size === 0) return;
  const isThere = await present();
  for (const code of codes) if (!isThere(code)) await forgetNodeData(dataDir, code);
}

/** harbour.db, harbour.db-wal, harbour */
function codeOf(name: string): string {
  return name.replace(/\.db(?:-wal|-shm)?$/, "");
}

function namesIn(dataDir: string, folder: string): Promise<readonly string[]> {
  return readdir(join(dataDir, folder)).catch(() => []);
}
