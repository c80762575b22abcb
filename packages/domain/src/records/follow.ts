type Values = Record<string, number>;

/**
 * A draft that follows the records: what is blank, or still as it was last taken over from them, takes the figure of
 * now; a value that differs was typed and stays, and so does a blank where one was taken over before: somebody emptied it.
 * A figure that is no longer known leaves a blank behind.
 * @param prefilled values as they were last taken over
 * @param figures absent while the unit has no records of the kind
 */
export function followRecords(values: Values, prefilled: Values, figures: Values): Values {
  const codes = new Set([...Object.keys(values), ...Object.keys(figures)]);
  return Object.fromEntries(
    [...codes].flatMap((code) => {
      const value = values[code];
      const follows = value === prefilled[code];
      const next = follows ? figures[code] : value;
      return next === undefined ? [] : [[code, next] as const];
    }),
  );
}

/**
 * What of a saved draft counts as taken over: values that are the figure of the moment, or were it when they came, and the
 * figures that somebody emptied.
 * @param emptied codes
 */
export function takenOver(values: Values, prefilled: Values, figures: Values, emptied: readonly string[] = []): Values {
  const same = Object.entries(values).filter(([code, value]) => value === figures[code] || value === prefilled[code]);
  const blank = emptied.flatMap((code) => (figures[code] === undefined ? [] : [[code, figures[code]] as const]));
  return Object.fromEntries([...same, ...blank]);
}
