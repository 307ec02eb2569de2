/** Replaces what must not lie in a recording: values of secrets, mobile numbers, identity numbers. Bytes of any charset that has ASCII. */
export function redactBytes(bytes: Buffer, secrets: ReadonlyMap<string, string>): Buffer {
  return Buffer.from(redactText(bytes.toString("latin1"), secrets), "latin1");
}

export function redactText(text: string, secrets: ReadonlyMap<string, string>): string {
  let redacted = text;
  for (const [name, value] of secrets) {
    if (value === "") continue;
    for (const form of new Set([value, encodeURIComponent(value), Buffer.from(value, "utf8").toString("base64")]))
      redacted = redacted.replaceAll(form, `SECRET_${name}`);
  }
  return redacted
    .replaceAll(/(?<!\d)(1[3-9]\d)\d{8}(?!\d)/g, "$100000000")
    .replaceAll(/(?<!\d)(\d{6})(?:19|20)\d{9}[\dXx](?!\d)/g, (number, region: string) =>
      isIdentityNumber(number) ? `${region}190001010000` : number,
    );
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** GB 11643: birthday and check character; a long id of a record hardly ever has both. */
function isIdentityNumber(number: string): boolean {
  const [month, day] = [Number(number.slice(10, 12)), Number(number.slice(12, 14))];
  if (month < 1 || month > 12 || day < 1 || day > 31) return false;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(number[at]), 0);
  return "10X98765432"[sum % 11] === number[17]?.toUpperCase();
}
