import { generate } from "selfsigned";

/** PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A certificate of a server of that name; signed by nobody but itself, so that whoever trusts it trusts this server. */
export async function certificateFor(name: string, notAfterDate = inAnHour()): Promise<Certificate> {
  const { private: key, cert } = await generate([{ name: "commonName", value: name }], {
    keyType: "ec",
    algorithm: "sha256",
    notBeforeDate: new Date(Date.now() - 7_200_000),
    notAfterDate,
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "subjectAltName", altNames: [{ type: 2, value: name }] },
    ],
  });
  return { key, cert };
}

function inAnHour(): Date {
  return new Date(Date.now() + 3_600_000);
}
