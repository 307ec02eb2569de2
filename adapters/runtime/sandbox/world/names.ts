import type { Random } from "./random.ts";
import { GIVEN_NAMES, SURNAMES } from "./vocabulary.ts";

/** A Chinese personal name of two or three characters. */
export function personName(random: Random): string {
  const given = random.pick(GIVEN_NAMES);
  return `${random.pick(SURNAMES)}${given}${random.chance(0.75) ? random.pick(GIVEN_NAMES) : ""}`;
}
