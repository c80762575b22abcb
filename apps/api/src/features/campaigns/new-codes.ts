/** Codes for what gets one from the service: `group1`, `group2` …, none of those that are taken. */
export function newCodes(stem: string, taken: readonly string[]): () => string {
  const used = new Set(taken);
  let number = 0;
  return () => {
    do number++;
    while (used.has(`${stem}${number}`));
    return `${stem}${number}`;
  };
}
