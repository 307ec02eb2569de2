import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { NodeEntry } from "./node-entry.ts";

const BYTES = 32;
const FORM = /^Bearer +hub-owner\.([a-z][a-z0-9-]{1,30})\.([A-Za-z0-9_-]{43}) *$/i;
const NOBODYS = "0".repeat(64);

/** A token for the owner of a node. It is shown once: the registry keeps its digest, and 256 random bits need no salt. */
export function createOwnerToken(code: string): { readonly token: string; readonly digest: string } {
  const token = `hub-owner.${code}.${randomBytes(BYTES).toString("base64url")}`;
  return { token, digest: digestOf(token) };
}

/** The node whose owner sends that `Authorization` header. Compares in a time that tells nothing about the token, or whether there is one. */
export function ownerOf(
  authorization: string | undefined,
  find: (code: string) => NodeEntry | undefined,
): string | undefined {
  const [, code, random] = FORM.exec(authorization ?? "") ?? [];
  if (code === undefined || random === undefined) return undefined;
  const kept = find(code)?.ownerToken ?? null;
  const given = digestOf(`hub-owner.${code}.${random}`);
  const isEqual = timingSafeEqual(Buffer.from(given, "hex"), Buffer.from(kept ?? NOBODYS, "hex"));
  return isEqual && kept !== null ? code : undefined;
}

function digestOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
