/** How a portal wants the application number CN202310123456.6 to be written, by what stands behind `{number:`. */
const FORMS: Readonly<Record<string, (body: string, check: string) => string>> = {
  CN: (body, check) => `CN${body}.${check}`,
  ZL: (body, check) => `ZL${body}.${check}`,
  /** Digits and check character without the dot between them. */
  plain: (body, check) => `${body}${check}`,
  /** As databases print it that leave the check character out. */
  short: (body) => body,
};

export const NUMBER_FORMS: readonly string[] = Object.keys(FORMS);

/** The number as it is sent: 202310123456.6 without a form. What is no application number (an agency's code) stays. */
export function writeNumber(number: string, form: string | null): string {
  const [, body, check] = /^(\d{8}|\d{12})\.([\dX])$/.exec(number) ?? [];
  if (form === null || body === undefined || check === undefined) return number;
  return FORMS[form]?.(body, check) ?? number;
}
