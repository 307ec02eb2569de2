import { applyEvent } from "./apply-event.ts";
import { BrokenRegistry } from "./broken-registry.ts";
import type { NodeEntry } from "./node-entry.ts";
import type { RegistryEvent, UnknownEvent } from "./registry-event.ts";
import type { RegistryLine } from "./registry-file.ts";

/** All nodes that were ever plugged in, as the events read so far tell. */
export class RegistryBook {
  readonly #entries = new Map<string, NodeEntry>();
  readonly #accepted = new Set<string>();
  #seq = 0;
  #broken: BrokenRegistry | null = null;

  get seq(): number {
    return this.#seq;
  }

  get entries(): readonly NodeEntry[] {
    return [...this.#entries.values()];
  }

  /** Why nothing that came later is taken in; null while all could be read. */
  get broken(): BrokenRegistry | null {
    return this.#broken;
  }

  of(code: string): NodeEntry | undefined {
    return this.#entries.get(code);
  }

  /** Whether the event came in its turn and counts. */
  hasAccepted(id: string): boolean {
    return this.#accepted.has(id);
  }

  /**
   * Takes in a line of the file; returns an event that was passed over, not being known. Of events with one number the first
   * counts: whoever wrote another tries again. From where one is missing, or must be known and is not, nothing is taken in.
   */
  add(line: RegistryLine): UnknownEvent | undefined {
    if (line === null || line.seq <= this.#seq || this.#broken !== null) return undefined;
    const isUnknown = "isUnknown" in line;
    if (line.seq !== this.#seq + 1) this.#broken = BrokenRegistry.lacking(this.#seq + 1, line.seq);
    else if (isUnknown && line.passable !== true) this.#broken = BrokenRegistry.unknown(line);
    if (this.#broken !== null) return undefined;
    this.#seq = line.seq;
    this.#accepted.add(line.id);
    if (isUnknown) return line;
    const entry = applyEvent(this.#entries.get(line.code), line);
    if (entry !== undefined) this.#entries.set(line.code, entry);
    return undefined;
  }

  /** Whether this could be written next. */
  allows(event: RegistryEvent): boolean {
    return applyEvent(this.#entries.get(event.code), event) !== undefined;
  }
}
