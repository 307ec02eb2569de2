import { ImportProblem, truncated } from "./import-problem.ts";

/** How far into a file an XML declaration is looked for. */
const DECLARATION_BYTES = 256;
/** Decoded at a time. Larger texts are no part of V8's young generation: memory is mapped for each of them and cleared. */
const PIECE_BYTES = 48 * 1024;

/**
 * Bytes to text in the encoding that the file declares: byte order mark, then XML declaration, then UTF-8. Bytes that
 * do not fit are an ImportProblem: guessing would store mojibake as titles.
 */
export async function* decodeChunks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let head: Uint8Array = new Uint8Array(0);
  for await (const chunk of chunks) {
    if (decoder !== undefined) {
      yield* pieces(decoder, chunk);
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < DECLARATION_BYTES) continue;
    decoder = decoderFor(head);
    yield* pieces(decoder, head);
  }
  if (decoder === undefined) {
    decoder = decoderFor(head);
    yield* pieces(decoder, head);
  }
  yield rest(decoder);
}

function* pieces(decoder: TextDecoder, chunk: Uint8Array): Generator<string> {
  for (let start = 0; start < chunk.length; start += PIECE_BYTES) {
    yield decode(decoder, chunk.subarray(start, start + PIECE_BYTES));
  }
}

function decoderFor(head: Uint8Array): TextDecoder {
  const label = markedEncoding(head) ?? declaredEncoding(head) ?? "utf-8";
  try {
    return new TextDecoder(label, { fatal: true });
  } catch (cause) {
    throw wrongEncoding(label.replace(/[^\w.:-]/g, ""), cause);
  }
}

function markedEncoding(head: Uint8Array): string | undefined {
  const [first, second] = head;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (first === 0xef && second === 0xbb) return "utf-8";
  return undefined;
}

/** GB2312 and GBK files hold characters of GB18030, which contains both. */
function declaredEncoding(head: Uint8Array): string | undefined {
  const text = Buffer.from(head.subarray(0, DECLARATION_BYTES)).toString("latin1");
  const label = /^\s*<\?xml[^>]*?\bencoding\s*=\s*["']([^"']{1,40})["']/.exec(text)?.[1]?.toLowerCase();
  return label === "gb2312" || label === "gbk" ? "gb18030" : label;
}

/** What fits until the file ends within a character is in its encoding, and not whole. */
function rest(decoder: TextDecoder): string {
  try {
    return decoder.decode();
  } catch (cause) {
    throw truncated({ zh: "止于一个字符的中间", en: "it ends within a character" }, cause);
  }
}

function decode(decoder: TextDecoder, chunk: Uint8Array): string {
  try {
    return decoder.decode(chunk, { stream: true });
  } catch (cause) {
    throw wrongEncoding(decoder.encoding, cause);
  }
}

function wrongEncoding(label: string, cause: unknown): ImportProblem {
  return new ImportProblem(
    "WRONG_ENCODING",
    { zh: `内容不是所声明的编码 ${label}`, en: `The bytes are not in the declared encoding ${label}` },
    { cause },
  );
}
