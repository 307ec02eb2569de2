/** One file to import, or something that reads like one. */
export interface ImportSource {
  readonly name: string;
  open(): AsyncIterable<Uint8Array>;
}
