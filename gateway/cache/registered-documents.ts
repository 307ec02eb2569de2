/** The text, its hash and the entries of the maps. */
const OVERHEAD_BYTES = 500;
/** A client's own entry, and its share of a document. */
const CLIENT_BYTES = 300;
const HOLD_BYTES = 100;

export interface RegistrationLimits {
  /** All documents together. */
  readonly maxBytes: number;
  /** What one client may hold. */
  readonly clientBytes: number;
  readonly maxClients: number;
}

interface Registered {
  readonly text: string;
  readonly bytes: number;
  /** Clients that hold it. */
  holders: number;
}

interface Client {
  bytes: number;
  /** Hashes, longest unused first. */
  readonly held: Map<string, number>;
}

/**
 * Documents that clients registered by their hash (automatic persisted queries). Every client pays for what it uses: over
 * its own share it loses its own oldest, and when all is full those lose theirs who hold most. A document stays while
 * anybody holds it.
 */
export class RegisteredDocuments {
  readonly #limits: RegistrationLimits;
  readonly #documents = new Map<string, Registered>();
  /** Longest silent first. */
  readonly #clients = new Map<string, Client>();
  #bytes = 0;

  constructor(limits: RegistrationLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#documents.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The text of that hash; whoever asks for it holds it. */
  find(hash: string, client: string): string | undefined {
    const document = this.#documents.get(hash);
    if (document !== undefined) this.#hold(hash, document, client);
    return document?.text;
  }

  register(hash: string, text: string, client: string): void {
    const known = this.#documents.get(hash);
    const document = known ?? { text, bytes: 2 * text.length + OVERHEAD_BYTES, holders: 0 };
    if (document.bytes + HOLD_BYTES > this.#limits.clientBytes) return;
    if (known === undefined) {
      this.#documents.set(hash, document);
      this.#bytes += document.bytes;
    }
    this.#hold(hash, document, client);
  }

  #hold(hash: string, document: Registered, name: string): void {
    const client = this.#clientOf(name);
    if (client.held.delete(hash)) return void client.held.set(hash, document.bytes);
    client.held.set(hash, document.bytes);
    client.bytes += document.bytes + HOLD_BYTES;
    document.holders += 1;
    this.#bytes += HOLD_BYTES;
    while (client.bytes > this.#limits.clientBytes) this.#dropOldest(client);
    while (this.#bytes > this.#limits.maxBytes) this.#dropOldest(this.#largest());
  }

  #clientOf(name: string): Client {
    const client = this.#clients.get(name) ?? { bytes: 0, held: new Map() };
    if (!this.#clients.delete(name)) this.#bytes += CLIENT_BYTES;
    this.#clients.set(name, client);
    if (this.#clients.size > this.#limits.maxClients) this.#dropSilent();
    return client;
  }

  #dropSilent(): void {
    for (const [name, client] of this.#clients) {
      while (client.held.size > 0) this.#dropOldest(client);
      this.#clients.delete(name);
      this.#bytes -= CLIENT_BYTES;
      return;
    }
  }

  #largest(): Client {
    let largest: Client | undefined;
    for (const client of this.#clients.values()) if (client.bytes > (largest?.bytes ?? -1)) largest = client;
    if (largest === undefined) throw new Error("documents that nobody holds");
    return largest;
  }

  #dropOldest(client: Client): void {
    for (const [hash, bytes] of client.held) {
      client.held.delete(hash);
      client.bytes -= bytes + HOLD_BYTES;
      this.#bytes -= HOLD_BYTES;
      this.#release(hash);
      return;
    }
  }

  #release(hash: string): void {
    const document = this.#documents.get(hash);
    if (document === undefined) return;
    document.holders -= 1;
    if (document.holders > 0) return;
    this.#documents.delete(hash);
    this.#bytes -= document.bytes;
  }
}
