/** What a workbook may hold; a real report of forty units stays far below all of it. */
export const limits = {
  fileBytes: 20 * 1024 * 1024,
  /** All entries of the archive together, inflated. */
  inflatedBytes: 200 * 1024 * 1024,
  /** Inflated to compressed size, for entries over 1 MB. */
  ratio: 200,
  entries: 2000,
  rows: 50_000,
  columns: 256,
  merges: 5000,
} as const;
