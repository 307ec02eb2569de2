import type { AnswerDecoder, UpstreamAnswer } from "#adapters/runtime/call/decode.ts";
import { parseXml, type XmlElement, type XmlOptions } from "./parse-xml.ts";
import { refuseHtml } from "./refuse-html.ts";

/** XML as an element tree. `read` throws MalformedError when the document is not the one that was due. */
export function xml<T>(
  read: (root: XmlElement, answer: UpstreamAnswer) => T | Promise<T>,
  options: XmlOptions = {},
): AnswerDecoder<T> {
  return async (answer) => {
    const text = answer.text();
    refuseHtml(text, "XML");
    return read(await parseXml(text, options), answer);
  };
}
