import type { ImportSource } from "#adapters/cnipa-bulk/import/import-source.ts";
import { generatePatents, generateWorld } from "#adapters/runtime/sandbox/world/generate-world.ts";
import type { WorldPatent, WorldSize } from "#adapters/runtime/sandbox/world/types.ts";
import { type DocumentCast, writeDocument } from "./write-document.ts";
import { writeLegalEvent } from "./write-legal-event.ts";

const HEAD =
  '<?xml version="1.0" encoding="utf-8" standalone="no"?>\n<business:Records xmlns:base="http://www.sipo.gov.cn/XMLSchema/base" xmlns:business="http://www.sipo.gov.cn/XMLSchema/business">\n';
const TAIL = "</business:Records>\n";
/** Patents per chunk of text. */
const CHUNK = 50;

/** The invented world as two files of the feed: full text, and legal status. They go through the same import as real ones. */
export function generatedFeed(size: WorldSize): readonly ImportSource[] {
  const cast = castOf(size);
  return [
    feed("generated-CN-PA-TXTS.xml", size, (patent) =>
      patent.publications.map((publication) => writeDocument(patent, publication, cast)).join(""),
    ),
    feed("generated-CN-PA-PRSS.xml", size, (patent) =>
      patent.legalEvents.map((event) => writeLegalEvent(patent, event)).join(""),
    ),
  ];
}

function castOf(size: WorldSize): DocumentCast {
  const world = generateWorld(size);
  const organizations = new Map(world.organizations.map((organization) => [organization.uscc, organization]));
  const agencies = new Map(world.agencies.map((agency) => [agency.code, agency.name]));
  return { organization: (uscc) => organizations.get(uscc), agencyName: (code) => agencies.get(code) };
}

function feed(name: string, size: WorldSize, write: (patent: WorldPatent) => string): ImportSource {
  return { name, open: () => chunks(size, write) };
}

async function* chunks(size: WorldSize, write: (patent: WorldPatent) => string): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let text = HEAD;
  let count = 0;
  for (const patent of generatePatents(size)) {
    text += write(patent);
    count += 1;
    if (count % CHUNK !== 0) continue;
    yield encoder.encode(text);
    text = "";
  }
  yield encoder.encode(text + TAIL);
}
