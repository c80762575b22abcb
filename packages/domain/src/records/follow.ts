type Values = Record<string, number>;

/**
 * A draft that follows the records: what is blank, or still as it was last taken over from them, takes the figure of
 * now; a value that differs was typed and stays. A figure that is no longer known leaves a blank behind.
 * @param prefilled values as they were last taken over
 * @param figures absent while the unit has no records of the kind
 */
export function followRecords(values: Values, prefilled: Values, figures: Values): Values {
  const codes = new Set([...Object.keys(values), ...Object.keys(figures)]);
  return Object.fromEntries(
    [...codes].flatMap((code) => {
      const value = values[code];
      const follows = value === undefined || (prefilled[code] !== undefined && value === prefilled[code]);
      const next = follows ? figures[code] : value;
      return next === undefined ? [] : [[code, next] as const];
    }),
  );
}

/** What of a saved draft counts as taken over: values that are the figure of the moment, or were it when they came. */
export function takenOver(values: Values, prefilled: Values, figures: Values): Values {
  return Object.fromEntries(
    Object.entries(values).filter(([code, value]) => value === figures[code] || value === prefilled[code]),
  );
}
