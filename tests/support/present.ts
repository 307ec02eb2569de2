/** What a test reads on from; where there is nothing the test has failed. */
export function present<Value>(value: Value): NonNullable<Value> {
  if (value === null || value === undefined) throw new Error("there is nothing where something was due");
  return value;
}
