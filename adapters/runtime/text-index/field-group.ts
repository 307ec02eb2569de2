/** Fields whose words are indexed together. A text is looked for in one group or several. */
export interface FieldGroup<Field extends string = string> {
  /** First character of its terms. */
  readonly prefix: string;
  /** At most four. */
  readonly fields: readonly Field[];
  /** Bits of a posting's head in which the occurrences in each field are counted; the highest value says that more follows. */
  readonly bits: readonly number[];
}

/** Which groups an index has, in the order of their prefixes. */
export interface IndexLayout {
  /** Symbols and numbers: found or not, never counted; a group without fields, of the first prefix. */
  readonly keywords: FieldGroup;
  readonly groups: readonly FieldGroup[];
  /** Whether places are kept, which phrases need; they take about half of the index. */
  readonly keepsPlaces: boolean;
}

/** What is indexed of one document: the texts of every field (several names, each by itself), and keywords. */
export interface IndexTexts<Field extends string = string> {
  readonly fields: Readonly<Record<Field, readonly string[]>>;
  readonly keywords: readonly string[];
}
