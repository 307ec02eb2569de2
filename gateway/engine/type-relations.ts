/** Which object types an interface or union of the supergraph has, those that clients cannot see included. */
export class TypeRelations {
  readonly #members: ReadonlyMap<string, ReadonlySet<string>>;

  /** `possibleTypes`: members by the name of each abstract type. */
  constructor(possibleTypes: Readonly<Record<string, readonly string[]>>) {
    this.#members = new Map(Object.entries(possibleTypes).map(([name, members]) => [name, new Set(members)]));
  }

  isAbstract(typeName: string): boolean {
    return this.#members.has(typeName);
  }

  /** Whether an object that says it is of `typeName` meets a type condition. */
  isOfType(typeName: string, condition: string): boolean {
    return typeName === condition || this.#members.get(condition)?.has(typeName) === true;
  }
}
