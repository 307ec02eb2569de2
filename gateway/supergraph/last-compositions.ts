import { areSameTexts } from "#schema/same-texts.ts";
import type { ServiceText } from "./compose-process.ts";
import type { Composed } from "./composer.ts";

/** The graph that is served, and the one before it. */
const KEPT = 2;

/** What was composed last: a member that leaves again, or goes back to what it was, gives the graph that was served before. */
export class LastCompositions {
  /** The last one first. */
  #kept: readonly (readonly [readonly ServiceText[], Composed])[] = [];

  find(services: readonly ServiceText[]): Composed | undefined {
    const found = this.#kept.find(([kept]) => isSame(kept, services))?.[1];
    if (found !== undefined) this.keep(services, found);
    return found;
  }

  keep(services: readonly ServiceText[], composed: Composed): void {
    const others = this.#kept.filter(([, one]) => one !== composed);
    this.#kept = [[services, composed] as const, ...others].slice(0, KEPT);
  }
}

function isSame(a: readonly ServiceText[], b: readonly ServiceText[]): boolean {
  const isLike = ({ name, url, sdl }: ServiceText, other: ServiceText | undefined) =>
    name === other?.name && url === other.url && areSameTexts(sdl, other.sdl);
  return a.length === b.length && a.every((service, index) => isLike(service, b[index]));
}
