/** A string that only the parser of its name makes: `Branded<"Uscc">` is not assignable from a plain string. */
export type Branded<Name extends string> = string & { readonly __brand: Name };
