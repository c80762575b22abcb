export interface FilterOption {
  value: string;
  label: string;
}

/** The options of a filter, and in their words what an address asks for besides, such as several of them at once. */
export function withAsked(
  options: readonly FilterOption[],
  asked: string,
  labelOf: (each: string) => string | undefined,
): readonly FilterOption[] {
  if (asked === '' || options.some(({ value }) => value === asked)) return options;
  const labels = asked.split(',').map(labelOf);
  return labels.includes(undefined) ? options : [...options, { value: asked, label: labels.join('、') }];
}
