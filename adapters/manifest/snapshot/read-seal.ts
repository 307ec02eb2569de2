import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { SnapshotProblem } from "./snapshot-problem.ts";

/** What the owner signed: which file, its digest, and when it was made. */
export interface SnapshotSeal {
  readonly file: string;
  /** SHA-256, base64. */
  readonly digest: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** Four lines, the last over the bytes of the first three (README.md). */
const SEAL =
  /^(file: ([^\r\n/\\]{1,200})\r?\nsha-256: ([A-Za-z0-9+/]{43}=)\r?\ncreated: ([0-9TZ:.+-]{20,35})\r?\n)signature: ([A-Za-z0-9+/]{86}==)\s*$/;
/** Clocks differ. */
const FUTURE_MS = 10 * 60_000;

/** Reads a `.sig` file and checks its Ed25519 signature (RFC 8032) by any of the owner's keys. Throws SnapshotProblem. */
export function readSeal(text: string, publicKeys: readonly string[], now: number): SnapshotSeal {
  const [, signed, file, digest, created, signature] = SEAL.exec(text) ?? [];
  if (!signed || !file || !digest || !created || !signature) {
    throw new SnapshotProblem("BAD_SEAL", "the .sig file has not the four lines file, sha-256, created, signature");
  }
  const createdAt = Date.parse(created);
  if (Number.isNaN(createdAt)) throw new SnapshotProblem("BAD_SEAL", "created is no instant");
  const bytes = Buffer.from(signature, "base64");
  const isGenuine = publicKeys.some((key) => verify(null, Buffer.from(signed), toKey(key), bytes));
  if (!isGenuine) throw new SnapshotProblem("UNKNOWN_KEY", "the signature fits none of the owner's keys");
  if (createdAt > now + FUTURE_MS) throw new SnapshotProblem("FROM_THE_FUTURE", created);
  return { file, digest, createdAt };
}

/** Base64 of an Ed25519 public key as `openssl pkey -pubout -outform DER` writes it. */
function toKey(base64: string): KeyObject {
  return createPublicKey({ key: Buffer.from(base64, "base64"), format: "der", type: "spki" });
}
