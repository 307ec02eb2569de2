import { applyEvent } from "./apply-event.ts";
import type { NodeEntry } from "./node-entry.ts";
import type { RegistryEvent } from "./registry-event.ts";
import type { RegistryLine } from "./registry-file.ts";

/** An event is missing: what a node's owner ordered might be undone by reading on. */
export class BrokenRegistry extends Error {
  override readonly name = "BrokenRegistry";
}

/** All nodes that were ever plugged in, as the events read so far tell. */
export class RegistryBook {
  readonly #entries = new Map<string, NodeEntry>();
  readonly #accepted = new Set<string>();
  #seq = 0;

  get seq(): number {
    return this.#seq;
  }

  get entries(): readonly NodeEntry[] {
    return [...this.#entries.values()];
  }

  of(code: string): NodeEntry | undefined {
    return this.#entries.get(code);
  }

  /** Whether the event came in its turn and counts. */
  hasAccepted(id: string): boolean {
    return this.#accepted.has(id);
  }

  /** Takes in a line of the file. Of events with one number the first counts: whoever wrote another tries again. Throws BrokenRegistry. */
  add(line: RegistryLine): void {
    if (line === null || line.seq <= this.#seq) return;
    if (line.seq !== this.#seq + 1) throw new BrokenRegistry(`event ${this.#seq + 1} is missing before ${line.seq}`);
    this.#seq = line.seq;
    this.#accepted.add(line.id);
    const entry = applyEvent(this.#entries.get(line.code), line);
    if (entry !== undefined) this.#entries.set(line.code, entry);
  }

  /** Whether this could be written next. */
  allows(event: RegistryEvent): boolean {
    return applyEvent(this.#entries.get(event.code), event) !== undefined;
  }
}
