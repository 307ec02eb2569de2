import type { Bilingual } from "#schema/ids/parsed.ts";

/** A setting that stops the start. `message` is one line for the operator; it never holds the value of a secret. */
export class SettingsError extends Error {
  override readonly name = "SettingsError" as const;
  readonly text: Bilingual;

  constructor(text: Bilingual, options?: ErrorOptions) {
    super(`${text.zh} / ${text.en}`.replaceAll(/\s*[\r\n]+\s*/g, " "), options);
    this.text = text;
  }
}
