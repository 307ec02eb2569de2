/** What of a text may be contact data at all: most texts have no digits in a row and no @. */
const SUSPICIOUS = /[0-9０-９]{3}|[@＠]|微信|QQ/i;

const D = "[0-9０-９]";
const E_MAIL = /([A-Za-z0-9])[A-Za-z0-9._%+-]{0,63}[@＠]([A-Za-z0-9][A-Za-z0-9.-]{0,190}\.[A-Za-z]{2,24})/g;
const IDENTITY = new RegExp(`(?<!${D}|[A-Za-z])${D}{17}[0-9０-９XxＸｘ](?!${D}|[A-Za-z])`, "g");
const MOBILE = new RegExp(
  `(?<!${D}|[A-Za-z.])(?:[+＋]?86[- ]?)?([1１][3-9３-９]${D})[- ]?${D}{4}[- ]?(${D}{4})(?!${D}|[.]${D}|[元万亿])`,
  "g",
);
/** Area code with a separator or brackets; without one, ten digits in a row may be any number. */
const LANDLINE = new RegExp(
  `(?<!${D}|[-.])([(（]0${D}{2,3}[)）] ?|[0０]${D}{2,3}[-－— ])${D}{7,8}(?:[-－转]${D}{1,5})?(?!${D})`,
  "g",
);
const LABELLED = new RegExp(
  `((?:电话|座机|手机|传真|热线|Tel|Phone|Fax)[^0-9０-９\\n*]{0,6})(${D}{7,12})(?!${D})`,
  "gi",
);
const ACCOUNT = /((?:QQ|微信号?|WeChat) ?[:：] ?)[A-Za-z0-9_-]{5,20}/gi;

/**
 * Masks contact data in free text: e-mail addresses, identity numbers (with a right check character), mobile and
 * landline numbers, QQ and WeChat accounts. Service numbers (400, 800, 12330) stay, they are public by their nature;
 * so do patent numbers, credit codes and record ids. Masked text stays as it is.
 */
export function maskContacts(text: string): string {
  if (!SUSPICIOUS.test(text)) return text;
  return text
    .replace(E_MAIL, "$1***@$2")
    .replace(IDENTITY, (number) => (isIdentityNumber(number) ? `${number.slice(0, 3)}${"*".repeat(15)}` : number))
    .replace(MOBILE, "$1****$2")
    .replace(LANDLINE, "$1****")
    .replace(LABELLED, (whole: string, label: string, digits: string) =>
      isServiceNumber(digits) ? whole : `${label}****${digits.slice(-2)}`,
    )
    .replace(ACCOUNT, "$1****");
}

const IDENTITY_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** GB 11643: province, a plausible day of birth, check character. Record ids of 18 digits fail it. */
function isIdentityNumber(text: string): boolean {
  const number = text.normalize("NFKC").toUpperCase();
  if (!/^[1-8]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/.test(number)) return false;
  const sum = IDENTITY_WEIGHTS.reduce((total, weight, index) => total + weight * Number(number.charAt(index)), 0);
  return "10X98765432".charAt(sum % 11) === number.charAt(17);
}

function isServiceNumber(digits: string): boolean {
  return /^[48]00/.test(digits.normalize("NFKC"));
}
