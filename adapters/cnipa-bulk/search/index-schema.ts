/**
 * Of this shape is the index now. A store whose index is of another one (or that has none yet) is indexed anew, in small
 * steps, by the next import or the first search.
 */
export const INDEX_VERSION = 1;

/**
 * Tables of the search index. Documents are versions of records: a record whose text changes gets a new id, the old one
 * stays as it was until nobody can ask for it. Every change has a number (`sequence`).
 */
export const SEARCH_SCHEMA = `
  CREATE TABLE search_state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  INSERT INTO search_state VALUES ('sequence', 0);
  INSERT INTO search_state SELECT 'version', iif(EXISTS (SELECT 1 FROM patents), 0, ${INDEX_VERSION});

  CREATE TABLE search_documents (
    id INTEGER PRIMARY KEY, number INTEGER NOT NULL, died INTEGER NOT NULL, changed INTEGER NOT NULL,
    hash TEXT NOT NULL, attributes BLOB NOT NULL
  ) STRICT;
  CREATE INDEX search_documents_number ON search_documents (number);
  CREATE INDEX search_documents_changed ON search_documents (changed);

  CREATE TABLE search_organizations (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, latest TEXT NOT NULL
  ) STRICT;
  CREATE TABLE search_agencies (code INTEGER PRIMARY KEY, name TEXT NOT NULL, latest TEXT NOT NULL) STRICT;

  CREATE TABLE search_pending (id INTEGER PRIMARY KEY, texts TEXT NOT NULL) STRICT;
  CREATE TABLE search_segments (
    id INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL, documents INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE search_terms (
    segment INTEGER NOT NULL, term TEXT NOT NULL, documents INTEGER NOT NULL, first INTEGER NOT NULL,
    last INTEGER NOT NULL, postings BLOB NOT NULL, positions BLOB NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX search_terms_term ON search_terms (segment, term);
`;

/** When a document came: at first its id was the number of that change, later ids go up by one. */
export const DOCUMENTS_BORN = `
  ALTER TABLE search_documents ADD COLUMN born INTEGER NOT NULL DEFAULT 0;
  UPDATE search_documents SET born = id;
`;
