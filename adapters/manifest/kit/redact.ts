import { isUtf8 } from "node:buffer";
import iconv from "iconv-lite";
import { encodeComponent, escapeSigns, referToSigns } from "#adapters/manifest/dialect/encode-text.ts";
import { quoteJson, quoteXml } from "#adapters/manifest/dialect/template.ts";
import { contactNames } from "./contact-names.ts";

const SOMEBODY = "某某";

/**
 * Replaces what must not lie in a recording: values of secrets, names of contact persons, telephone and identity numbers, mail
 * addresses. Bytes of UTF-8 or GB 18030; numbers and ASCII secrets in any charset that has ASCII.
 */
export function redactBytes(bytes: Buffer, secrets: ReadonlyMap<string, string>): Buffer {
  const charset = isUtf8(bytes) ? "utf8" : "gb18030";
  const inBytes = (text: string) => iconv.encode(text, charset).toString("latin1");
  let text = withoutSecrets(bytes.toString("latin1"), secrets, inBytes);
  for (const name of contactNames(iconv.decode(bytes, charset)))
    text = text.replaceAll(inBytes(name), inBytes(SOMEBODY));
  return Buffer.from(withoutNumbers(text), "latin1");
}

export function redactText(text: string, secrets: ReadonlyMap<string, string>): string {
  return withoutNumbers(withoutSecrets(text, secrets, (form) => form));
}

/** Before anything else, and the longest first: what is changed within a secret would hide the rest of it. */
function withoutSecrets(
  text: string,
  secrets: ReadonlyMap<string, string>,
  asWritten: (form: string) => string,
): string {
  let redacted = text;
  for (const [name, value] of [...secrets].sort(([, one], [, other]) => other.length - one.length)) {
    if (value === "") continue;
    for (const form of formsOf(value)) redacted = redacted.replaceAll(asWritten(form), `SECRET_${name}`);
  }
  return redacted;
}

/** As requests write it, and pages repeat it: in JSON and XML, in addresses and forms of either charset, in Base64. */
function formsOf(value: string): readonly string[] {
  const [json, xml] = [quoteJson(value), quoteXml(value)];
  const plain = [value, json, escapeSigns(json), xml, referToSigns(xml)];
  const percent = plain.flatMap((text) => [
    encodeURIComponent(text.toWellFormed()),
    encodeComponent(text, "utf-8"),
    encodeComponent(text, "gbk"),
    new URLSearchParams([["", text]]).toString().slice(1),
  ]);
  const lower = percent.map((text) => text.replaceAll(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase()));
  const forms = new Set([...plain, ...percent, ...lower, Buffer.from(value, "utf8").toString("base64")]);
  return [...forms].sort((one, other) => other.length - one.length);
}

function withoutNumbers(text: string): string {
  return text
    .replaceAll(/(?<!\d)(1[3-9]\d)\d{8}(?!\d)/g, "$100000000")
    .replaceAll(MAIL, "somebody@mail.invalid")
    .replaceAll(LANDLINE, (_, area: string, number: string) => area + "0".repeat(number.length))
    .replaceAll(/(?<!\d)(\d{6})(?:19|20)\d{9}[\dXx](?!\d)/g, (number, region: string) =>
      isIdentityNumber(number) ? `${region}190001010000` : number,
    );
}

/** 0851-28004262, (0851) 28004262, and with full-width signs, which are two or three bytes beyond ASCII. */
const LANDLINE = /(?<!\d)(0\d{2,3}(?:[-)]|[\x80-\xff]{2,3}) ?)(\d{7,8})(?!\d)/g;

/** Not `logo@2x.png`. */
const MAIL = /[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,4}(?!png|jpe?g|gif|webp|svg|css|js)[a-z]{2,10}\b/gi;

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** GB 11643: birthday and check character; a long id of a record hardly ever has both. */
function isIdentityNumber(number: string): boolean {
  const [month, day] = [Number(number.slice(10, 12)), Number(number.slice(12, 14))];
  if (month < 1 || month > 12 || day < 1 || day > 31) return false;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(number[at]), 0);
  return "10X98765432"[sum % 11] === number[17]?.toUpperCase();
}
