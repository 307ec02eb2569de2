import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** An owner with a key of its own, which makes snapshots as the guide says. */
export class SnapshotOwner {
  readonly #keys = generateKeyPairSync("ed25519");

  /** As `openssl pkey -pubout -outform DER | base64` prints it. */
  get publicKey(): string {
    return this.#keys.publicKey.export({ format: "der", type: "spki" }).toString("base64");
  }

  /** Text of the `.sig` file. */
  seal(file: string, bytes: string | Buffer, created: string): string {
    const digest = createHash("sha256").update(bytes).digest("base64");
    const signed = `file: ${file}\nsha-256: ${digest}\ncreated: ${created}\n`;
    return `${signed}signature: ${sign(null, Buffer.from(signed), this.#keys.privateKey).toString("base64")}\n`;
  }

  /** Puts a file into a folder, then its seal, each whole at once. */
  async put(folder: string, file: string, bytes: string | Buffer, created: string): Promise<void> {
    await place(join(folder, file), bytes);
    await place(join(folder, `${file}.sig`), this.seal(file, bytes, created));
  }
}

/** A file appears whole, as a careful owner's transfer makes it. */
export async function place(path: string, bytes: string | Buffer): Promise<void> {
  await writeFile(`${path}.part`, bytes);
  await rename(`${path}.part`, path);
}
