import { createHash, timingSafeEqual } from "node:crypto";

/** Whether that `Authorization` header is the operator's: `Bearer TOKEN`. */
export type IsOperator = (authorization: string | undefined) => boolean;

/** Compares in a time that tells nothing about the token. Without a token nobody is the operator. */
export function createOperatorCheck(token: string | undefined): IsOperator {
  if (token === undefined) return () => false;
  const expected = digest(token);
  return (authorization) => {
    const [, given] = /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization ?? "") ?? [];
    return given !== undefined && timingSafeEqual(digest(given), expected);
  };
}

/** Of one length, whatever was given. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
