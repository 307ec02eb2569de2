import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";

/** PKCS #8 of an Ed25519 key (RFC 8410), before its 32 bytes. */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

/** The stand-in's key. Everybody can make it: a real owner's is made once and leaves its machine never. */
const KEY: KeyObject = createPrivateKey({
  key: Buffer.concat([PKCS8, createHash("sha256").update("stand-in of an outlet, no secret").digest()]),
  format: "der",
  type: "pkcs8",
});

/** As it stands in the manifest: base64 of the DER form. */
export function sealKey(): string {
  return createPublicKey(KEY).export({ format: "der", type: "spki" }).toString("base64");
}

/** The text of `NAME.sig`: three lines, and the signature over their bytes. */
export function sealOf(file: string, bytes: Buffer, created: Date): string {
  const digest = createHash("sha256").update(bytes).digest("base64");
  const signed = `file: ${file}\nsha-256: ${digest}\ncreated: ${created.toISOString()}\n`;
  return `${signed}signature: ${sign(null, Buffer.from(signed), KEY).toString("base64")}\n`;
}
