/** What a workbook may hold; a real report of forty units stays far below all of it. */
export interface Limits {
  fileBytes: number;
  /** All entries of the archive together, inflated. */
  inflatedBytes: number;
  /** Inflated to compressed size, for entries over 1 MB. */
  ratio: number;
  /** Entries of the archive. */
  entries: number;
  /** Rows of a sheet; formatted but empty ones below the last filled one do not count (D22). */
  rows: number;
  columns: number;
  /** Filled cells of all sheets together. */
  cells: number;
  /** Merged areas of a sheet. */
  merges: number;
  /** Of a document's text. */
  characters: number;
}

export const defaultLimits: Limits = {
  fileBytes: 20 * 1024 * 1024,
  inflatedBytes: 200 * 1024 * 1024,
  ratio: 200,
  entries: 2000,
  rows: 25_000,
  columns: 256,
  cells: 400_000,
  merges: 5000,
  characters: 1_000_000,
};
