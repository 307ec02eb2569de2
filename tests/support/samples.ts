import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const beside = fileURLToPath(new URL("../../../shared/samples", import.meta.url));

/** The folder of recorded real documents beside the project; null where it is absent, and tests that need it skip. */
export const samplesDir: string | null = existsSync(beside) ? beside : null;
