import { foldText, stemOf, walkText, wordOf } from "./analyse-text.ts";
import type { FieldGroup, IndexLayout, IndexTexts } from "./field-group.ts";
import { FIELD_SHIFT, MOST_POSITION, PostingsWriter, type TermPostings } from "./postings.ts";
import { TermTable } from "./term-table.ts";

/** Names and other separate texts of one field lie so far apart that nothing is near over their ends. */
const BETWEEN_TEXTS = 256;
const FIRST_CAPACITY = 1 << 16;

/**
 * Turns documents into the postings of their terms: occurrences are collected as they come and sorted by term once, by
 * counting. Documents come in the order of their ids.
 */
export class SegmentBuilder {
  readonly #ids: number[] = [];
  readonly #layout: IndexLayout;
  readonly #tables: readonly { readonly group: FieldGroup; readonly table: TermTable; readonly list: OccurrenceList }[];
  readonly #keywords = new Map<string, number[]>();

  constructor(layout: IndexLayout) {
    this.#layout = layout;
    this.#tables = layout.groups.map((group) => ({ group, table: new TermTable(), list: new OccurrenceList() }));
  }

  get ids(): readonly number[] {
    return this.#ids;
  }

  add(id: number, texts: IndexTexts): void {
    const document = this.#ids.length;
    this.#ids.push(id);
    for (const { group, table, list } of this.#tables) {
      for (const [field, name] of group.fields.entries()) {
        addField(texts.fields[name] ?? [], table, (term, position) =>
          list.add(term, document, (field << FIELD_SHIFT) | position),
        );
      }
    }
    for (const keyword of new Set(texts.keywords)) {
      const documents = this.#keywords.get(keyword);
      if (documents === undefined) this.#keywords.set(keyword, [document]);
      else documents.push(document);
    }
  }

  /** Every term with its postings, in the order of the terms. */
  *terms(): Generator<readonly [term: string, postings: TermPostings]> {
    const writer = new PostingsWriter(this.#layout.keepsPlaces);
    yield* this.#keywordTerms(writer);
    for (const { group, table, list } of this.#tables) {
      const sorted = list.sortByTerm(table.size);
      for (const [term, number] of table.inOrder()) {
        yield [`${group.prefix}${term}`, this.#encode(writer, group, sorted, number)];
      }
    }
  }

  #encode(writer: PostingsWriter, group: FieldGroup, sorted: SortedOccurrences, term: number): TermPostings {
    const { starts, documents, places } = sorted;
    const end = starts[term + 1] ?? 0;
    let from = starts[term] ?? 0;
    while (from < end) {
      const document = documents[from] ?? 0;
      let to = from + 1;
      while (to < end && documents[to] === document) to += 1;
      writer.add(this.#ids[document] ?? 0, group, places, [from, to]);
      from = to;
    }
    return writer.take();
  }

  *#keywordTerms(writer: PostingsWriter): Generator<readonly [string, TermPostings]> {
    const { keywords } = this.#layout;
    for (const keyword of [...this.#keywords.keys()].sort()) {
      for (const document of this.#keywords.get(keyword) ?? []) {
        writer.add(this.#ids[document] ?? 0, keywords, NOTHING, [0, 0]);
      }
      yield [`${keywords.prefix}${keyword}`, writer.take()];
    }
  }
}

const NOTHING = new Uint32Array(0);

/** Words; characters one by one and in pairs. What lies behind the last countable place is not indexed. */
function addField(texts: readonly string[], table: TermTable, add: (term: number, position: number) => void): void {
  let next = 0;
  for (const text of texts) {
    const folded = foldText(text);
    let code = 0;
    let place = -1;
    next = walkText(
      folded,
      (now, start, end, position) => {
        if (position > MOST_POSITION) return;
        if (now === 0) add(table.ofWord(stemOf(wordOf(folded, start, end))), position);
        else {
          add(table.ofCharacter(now), position);
          if (code !== 0 && place === position - 1) add(table.ofPair(code, now), place);
        }
        code = now;
        place = position;
      },
      next,
    );
    next += BETWEEN_TEXTS;
  }
}

interface SortedOccurrences {
  /** By number of the term: where its occurrences begin; one more for the end. */
  readonly starts: Uint32Array;
  readonly documents: Uint16Array;
  readonly places: Uint32Array;
}

/** Occurrences in the order in which they were met: term, document, place. */
class OccurrenceList {
  #terms = new Uint32Array(FIRST_CAPACITY);
  #documents = new Uint16Array(FIRST_CAPACITY);
  #places = new Uint32Array(FIRST_CAPACITY);
  #length = 0;

  add(term: number, document: number, place: number): void {
    if (this.#length === this.#terms.length) this.#grow();
    this.#terms[this.#length] = term;
    this.#documents[this.#length] = document;
    this.#places[this.#length] = place;
    this.#length += 1;
  }

  /** Counting sort: documents and places of a term keep their order. */
  sortByTerm(terms: number): SortedOccurrences {
    const starts = new Uint32Array(terms + 1);
    for (let at = 0; at < this.#length; at++) {
      const after = (this.#terms[at] ?? 0) + 1;
      starts[after] = (starts[after] ?? 0) + 1;
    }
    for (let term = 1; term <= terms; term++) starts[term] = (starts[term] ?? 0) + (starts[term - 1] ?? 0);
    const next = starts.slice();
    const documents = new Uint16Array(this.#length);
    const places = new Uint32Array(this.#length);
    for (let at = 0; at < this.#length; at++) {
      const term = this.#terms[at] ?? 0;
      const to = next[term] ?? 0;
      next[term] = to + 1;
      documents[to] = this.#documents[at] ?? 0;
      places[to] = this.#places[at] ?? 0;
    }
    return { starts, documents, places };
  }

  #grow(): void {
    const capacity = this.#terms.length * 2;
    const larger = [new Uint32Array(capacity), new Uint32Array(capacity)] as const;
    const documents = new Uint16Array(capacity);
    larger[0].set(this.#terms);
    larger[1].set(this.#places);
    documents.set(this.#documents);
    [this.#terms, this.#places] = larger;
    this.#documents = documents;
  }
}
