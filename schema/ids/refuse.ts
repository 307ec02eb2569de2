import type { Bilingual, IdentifierProblem, IdentifierProblemCode } from "./parsed.ts";

/** The refusing half of `Parsed`, assignable to every `Parsed<T>`. */
export interface Refused {
  readonly ok: false;
  readonly problem: IdentifierProblem;
}

/** The longest text that any identifier parser looks at; everything longer is refused unread. */
const MAX_IDENTIFIER_LENGTH = 200;

/** Builds a refusal; the message is for people, in both languages. */
export function refuse(
  code: IdentifierProblemCode,
  message: Bilingual,
  extra: { readonly expected?: string; readonly candidates?: readonly string[] } = {},
): Refused {
  return { ok: false, problem: { code, message, ...extra } };
}

/** The refusals that every identifier shares: nothing typed, or far too much. `undefined` where the text may be read. */
export function refuseUnreadable(text: string, name: Bilingual): Refused | undefined {
  if (text.length > MAX_IDENTIFIER_LENGTH) {
    return refuse("INVALID_FORMAT", { zh: `${name.zh}过长`, en: `The ${name.en} is too long` });
  }
  if (text.trim() === "") {
    return refuse("EMPTY", { zh: `${name.zh}为空`, en: `The ${name.en} is empty` });
  }
  return undefined;
}

/** The text has none of the shapes of `name`; `form` shows one that would do. */
export function refuseForm(name: Bilingual, form: string): Refused {
  return refuse(
    "INVALID_FORMAT",
    { zh: `不是有效的${name.zh}，应形如 ${form}`, en: `Not a valid ${name.en}; it should look like ${form}` },
    { expected: form },
  );
}

/** The check character is wrong; `corrected` is the whole identifier as it would have been right. */
export function refuseCheck(name: Bilingual, expected: string, corrected: string): Refused {
  return refuse(
    "CHECK_DIGIT_MISMATCH",
    {
      zh: `${name.zh}校验位错误，应为 ${expected}（${corrected}）`,
      en: `Wrong check character of the ${name.en}: expected ${expected} (${corrected})`,
    },
    { expected },
  );
}
