import { writeNumber } from "./number-forms.ts";
import { writeTime } from "./shanghai-time.ts";
import type { FillPlace, TemplatePlace } from "./template.ts";

/** What a question says: page, offset, size, cursor, id, ids, text and filter words, by place. */
export interface QuestionWords {
  readonly [place: string]: string;
}

export interface Question {
  readonly words: QuestionWords;
  /** Of a look-up of many: what stands in a JSON list for `["{ids}"]`. */
  readonly ids?: readonly string[];
}

/** What is known only when a request leaves. */
export interface Moment {
  readonly now: number;
  /** The value of a secret; "" for none. */
  readonly secret: (name: string) => string;
  readonly token: string;
  readonly timestamp: string;
  readonly nonce: string;
  readonly signature: string;
}

const AT_DEPARTURE: ReadonlySet<string> = new Set(["token", "timestamp", "nonce", "signature", "now"]);
const SECRET = "secret.";

/** True for places that are filled when the request leaves; they do not decide the answer. */
export function isOfMoment({ name }: TemplatePlace): boolean {
  return AT_DEPARTURE.has(name) || name.startsWith(SECRET);
}

/** Either name of the filter. */
const NUMBERS: ReadonlySet<string> = new Set(["number", "numbers"]);

/** Fills places from a question and, where it is known, the moment; without one, its places stay empty. */
export function filling({ words }: Question, moment: Moment | null): FillPlace {
  return (place) => {
    if (isOfMoment(place)) return moment === null ? "" : ofMoment(place, moment);
    const word = words[place.name] ?? "";
    return NUMBERS.has(place.name) ? writeNumber(word, place.format) : word;
  };
}

function ofMoment({ name, format }: TemplatePlace, moment: Moment): string {
  if (name.startsWith(SECRET)) return moment.secret(name.slice(SECRET.length));
  switch (name) {
    case "now":
      return writeTime(moment.now, format ?? "yyyyMMddHHmmss");
    case "token":
      return moment.token;
    case "timestamp":
      return moment.timestamp;
    case "nonce":
      return moment.nonce;
    default:
      return moment.signature;
  }
}
