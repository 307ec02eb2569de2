import type { Decoder, UpstreamAnswer } from "#adapters/runtime/call/decode.ts";
import { parseXml, type XmlElement, type XmlOptions } from "./parse-xml.ts";
import { refuseHtml } from "./refuse-html.ts";

/** XML as an element tree. `read` throws MalformedError when the document is not the one that was due. */
export function xml<T>(read: (root: XmlElement, answer: UpstreamAnswer) => T, options: XmlOptions = {}): Decoder<T> {
  return (answer) => {
    const text = answer.text();
    refuseHtml(text, "XML");
    return read(parseXml(text, options), answer);
  };
}
