import type { ArchiveColumn, ArchiveField, ArchiveFile, ArchiveType } from '@nuanxin/domain';
import { getTableColumns, is, sql, type SQL } from 'drizzle-orm';
import { getTableConfig, PgColumn, type PgTable } from 'drizzle-orm/pg-core';
import type { Campaign } from './of-year.ts';

/** What the dictionary says of a column beside its type, which the table knows. */
export type Said = Omit<ArchiveField, 'name' | 'type'> & {
  type?: ArchiveType;
  nullable?: boolean;
  /** Where no foreign key says it. */
  refers?: string[];
  fields?: ArchiveField[];
  path?: true;
  /** What is written instead of the table's own column. */
  sql?: (of: Campaign) => SQL;
};

/**
 * A noun of the archive: one file of rows. Only the columns that are named go out, so that a new one stays inside until
 * somebody says what it means.
 */
export interface Noun {
  path: string;
  title: string;
  about: string;
  table: PgTable;
  columns: Record<string, string | Said>;
  /** Rows of the year. */
  where: (of: Campaign) => SQL | undefined;
  /** Order of the rows, where it is not that of the key. */
  order?: PgColumn[];
}

/** Checks at compile time that columns are those of the table; those with `sql` may have names of their own. */
export function noun<T extends PgTable>(
  table: T,
  rest: Omit<Noun, 'table' | 'columns'> & {
    columns: Partial<Record<keyof T['_']['columns'] & string, string | Said>>;
    more?: Record<string, Said & { type: ArchiveType; sql: (of: Campaign) => SQL }>;
  },
): Noun {
  const { columns, more = {}, ...said } = rest;
  return { ...said, table, columns: { ...(columns as Noun['columns']), ...more } };
}

/** Rows in the order of the key, each as one line of JSON, as the database makes it: nothing is read and written again. */
export function linesOf({ table, columns, where, order }: Noun, of: Campaign): SQL {
  const own = getTableColumns(table);
  const selected = Object.entries(columns).map(([name, said]) => {
    const value = (typeof said === 'string' ? undefined : said.sql?.(of)) ?? sql`${own[name]}`;
    return sql`${value} as ${sql.identifier(name)}`;
  });
  const keys = order ?? keyOf(table);
  return sql`select row_to_json(t)::text as line from (
    select ${sql.join(selected, sql`, `)} from ${table} where ${where(of) ?? sql`true`}
    order by ${sql.join(keys, sql`, `)}) t`;
}

export function countOf({ table, where }: Noun, of: Campaign): SQL {
  return sql`select count(*)::int as count from ${table} where ${where(of) ?? sql`true`}`;
}

function keyOf(table: PgTable): PgColumn[] {
  const { columns, primaryKeys } = getTableConfig(table);
  return primaryKeys[0]?.columns ?? columns.filter(({ primary }) => primary);
}

/** What the dictionary says of a noun. @param nouns all of them, for what refers to what */
export function described({ table, path, title, about, columns }: Noun, nouns: readonly Noun[]): ArchiveFile {
  const own = getTableColumns(table);
  const references = referencesOf(table, nouns);
  return {
    path,
    title,
    about,
    columns: Object.entries(columns).map(([name, said]): ArchiveColumn => {
      const { sql: _, type, nullable, refers, ...rest } = typeof said === 'string' ? ({ meaning: said } as Said) : said;
      const column = own[name];
      const files = refers ?? references.get(name);
      return {
        name,
        type: type ?? typeOf(column),
        nullable: nullable ?? (is(column, PgColumn) && !column.notNull),
        ...rest,
        ...(files && files.length > 0 ? { refers: files } : {}),
      };
    }),
  };
}

function referencesOf(table: PgTable, nouns: readonly Noun[]): Map<string, string[]> {
  const names = new Map(Object.entries(getTableColumns(table)).map(([name, column]) => [column as unknown, name]));
  return new Map(
    getTableConfig(table).foreignKeys.flatMap((key) => {
      const { columns, foreignTable } = key.reference();
      const name = names.get(columns[0]);
      const files = nouns.filter((each) => each.table === foreignTable).map(({ path }) => path);
      return name === undefined ? [] : [[name, files] as const];
    }),
  );
}

const types: [RegExp, ArchiveType][] = [
  [/^uuid$/, 'id'],
  [/^uuid\[\]$/, 'ids'],
  [/^text$/, 'text'],
  [/^text\[\]$/, 'texts'],
  [/^(?:integer|bigint)$/, 'integer'],
  [/^integer\[\]$/, 'integers'],
  [/^boolean$/, 'yes'],
  [/^date$/, 'day'],
  [/^date\[\]$/, 'days'],
  [/^timestamp/, 'instant'],
  [/^jsonb$/, 'json'],
];

function typeOf(column: unknown): ArchiveType {
  const sqlType = is(column, PgColumn) ? column.getSQLType() : '';
  const found = types.find(([pattern]) => pattern.test(sqlType));
  if (!found) throw new Error(`a column of the archive has no type: ${sqlType}`);
  return found[1];
}
