/** Counts up when a reader of older archives would read a newer one wrongly. */
export const ARCHIVE_FORMAT = 1;

export const ARCHIVE_MANIFEST = 'manifest.json';
export const ARCHIVE_DICTIONARY = 'dictionary.json';

/**
 * What stands in a column: `id` a UUID, `day` an ISO date, `instant` RFC 3339, `yes` true or false, `texts` and `days`
 * lists of them, `object` a JSON object whose parts `fields` names where they are known, `json` any JSON value.
 */
export const archiveTypes = [
  'id',
  'text',
  'integer',
  'number',
  'yes',
  'day',
  'instant',
  'texts',
  'ids',
  'days',
  'integers',
  'object',
  'json',
] as const;
export type ArchiveType = (typeof archiveTypes)[number];

export interface ArchiveField {
  name: string;
  type: ArchiveType;
  /** In the office's words. */
  meaning: string;
  /** Codes that may stand there, with what people call them. */
  words?: Record<string, string>;
  /** Unit of measure. */
  measure?: string;
}

export interface ArchiveColumn extends ArchiveField {
  nullable: boolean;
  /** Files in one of which the value is an `id`. */
  refers?: string[];
  /** Of an object: the parts that may stand in it. */
  fields?: ArchiveField[];
  /** The value is the path of a file of the archive. */
  path?: true;
}

/** One file of rows: JSON lines, UTF-8, one row each. */
export interface ArchiveFile {
  path: string;
  title: string;
  /** What its rows are, and which of them are there. */
  about: string;
  columns: ArchiveColumn[];
}

export interface ArchiveDictionary {
  format: number;
  files: ArchiveFile[];
}

export interface ArchivedFile {
  path: string;
  /** Null where it is no file of rows. */
  rows: number | null;
  bytes: number;
  sha256: string;
}

/** What an archive says of itself; it lists every other file in it. */
export interface ArchiveManifest {
  product: 'nuanxin';
  format: number;
  year: number;
  title: string;
  /** The instant of which the rows are. */
  madeAt: string;
  madeBy: string;
  /** Mobile numbers are masked, and files in which some stand are left out. */
  masked: boolean;
  /** Contents that were not where they should be when it was made. */
  missing: string[];
  files: ArchivedFile[];
}

/** Whether it is an archive's manifest, as far as a reader relies on it. */
export function isArchiveManifest(value: unknown): value is ArchiveManifest {
  const { product, format, year, madeAt, missing, files } = Object(value) as Partial<ArchiveManifest>;
  return (
    product === 'nuanxin' &&
    Number.isInteger(format) &&
    Number.isInteger(year) &&
    typeof madeAt === 'string' &&
    Array.isArray(missing) &&
    Array.isArray(files) &&
    files.every(
      (each) => typeof each?.path === 'string' && typeof each.sha256 === 'string' && Number.isInteger(each.bytes),
    )
  );
}
