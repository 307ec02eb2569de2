import { join } from "node:path";

/**
 * Environment of an import's threads: modules that one of them made ready (types taken out, compiled) are kept in the store's
 * folder for the next ones. They need nothing else of the environment, settings least of all.
 * https://nodejs.org/docs/latest-v24.x/api/module.html#module-compile-cache, seen 2026-11-28
 */
export function codeCache(dataDir: string): NodeJS.ProcessEnv {
  return { NODE_COMPILE_CACHE: join(dataDir, "cnipa-bulk", "code-cache") };
}
