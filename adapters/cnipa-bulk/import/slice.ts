/** What is imported, and remembered, as a whole: an XML file, an archive, or a large archive inside an archive. */
export interface Slice {
  readonly kind: "xml" | "archive";
  /** Absolute path of the file on disk. */
  readonly path: string;
  /** Name of the archive inside that file; empty for the file itself. */
  readonly entry: string;
  /** Another one means other content: size and time of a file, size and checksum of an entry. */
  readonly fingerprint: string;
  /** Bytes that it takes on disk, for progress. */
  readonly bytes: number;
}

/** As it is told: the name without its folders, and where inside. */
export function sliceName({ path, entry }: Slice): string {
  const name = path.replace(/^.*[\\/]/, "");
  return entry === "" ? name : `${name}!${entry}`;
}
