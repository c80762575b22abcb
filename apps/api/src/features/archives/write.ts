import {
  ARCHIVE_DICTIONARY,
  ARCHIVE_FORMAT,
  ARCHIVE_MANIFEST,
  instantText,
  maskMobiles,
  type ArchivedFile,
  type ArchiveDictionary,
  type ArchiveManifest,
  type FormDefinition,
} from '@nuanxin/domain';
import { sql } from 'drizzle-orm';
import { addressOf, type Database, type Tx } from '../../db/connect.ts';
import { forms } from '../../db/schema/index.ts';
import { openStore, type S3Config } from '../../storage/store.ts';
import { explained } from './explained.ts';
import { linesOf, countOf, type Noun } from './noun.ts';
import { archiveFiles, nouns } from './nouns/index.ts';
import { ofYear, type Campaign } from './of-year.ts';
import { ZipWriter, type Written } from './zip-writer.ts';

/** Rows that are in memory at a time. */
const ROWS = 250;
/** Bytes of a file that lies in the database. */
const PIECE = 1024 * 1024;

export interface Making {
  campaign: Campaign & { title: string };
  at: Date;
  by: string;
  /** Where the zip is written. */
  path: string;
  /** Where attachments are. */
  store: { dataDir: string; s3: S3Config | null };
}

export type Tell = (done: number, total: number) => Promise<void>;

/**
 * Writes all of a year's archive. Rows are those of one instant: one transaction reads them all. Contents of files never
 * change, so that they are read after it and hold up nobody.
 */
export async function writeArchive(db: Database, making: Making, tell: Tell): Promise<Written> {
  const zip = new ZipWriter(making.path, making.at);
  try {
    await writeFiles(db, zip, making, tell);
    return await zip.finish();
  } catch (error) {
    zip.abandon();
    throw error;
  }
}

async function writeFiles(db: Database, zip: ZipWriter, making: Making, tell: Tell): Promise<void> {
  const { campaign, at } = making;
  const store = await openStore(making.store);
  const files: ArchivedFile[] = [];
  const add = async (path: string, parts: AsyncIterable<string | Uint8Array>, rows: number | null) => {
    const written = await zip.add(path, parts);
    files.push({ path, rows, ...written });
  };
  const contents = new Set<string>();
  let done = 0;
  let total = 0;
  await db.transaction(
    async (tx) => {
      // Instants as replies have them.
      await tx.execute(sql`set local timezone to 'Asia/Shanghai'`);
      const dictionary = archiveFiles(await formsOf(tx, campaign));
      await add(
        ARCHIVE_DICTIONARY,
        one(json({ format: ARCHIVE_FORMAT, files: dictionary } satisfies ArchiveDictionary)),
        null,
      );
      await add('说明.md', one(explained(dictionary, making)), null);
      const counts: number[] = [];
      for (const noun of nouns) counts.push(await countedRows(tx, noun, campaign));
      total = counts.reduce((sum, count) => sum + count, 0);
      for (const [index, noun] of nouns.entries()) {
        let rows = 0;
        const parts = async function* () {
          for await (const lines of batches(tx, noun, campaign)) {
            rows += lines.length;
            done += lines.length;
            for (const path of pathsIn(noun, lines)) contents.add(path);
            yield `${lines.join('\n')}\n`;
            // The embedded database has no connection for it while rows are read.
            if (addressOf(db) !== null) await tell(done, total);
          }
        };
        await add(noun.path, parts(), null);
        const last = files.at(-1);
        if (last) last.rows = rows;
        if (rows !== counts[index]) throw new Error(`${noun.path}: ${rows} rows of ${counts[index]}`);
      }
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );

  total += contents.size;
  await tell(done, total);
  const missing: string[] = [];
  for (const path of contents) {
    const [folder, name = ''] = path.split('/');
    const sha256 = name.slice(0, 64);
    const content = folder === 'imports' ? importedContent(db, sha256) : await store.get(sha256);
    if (content) await add(path, content, null);
    else missing.push(path);
    await tell(++done, total);
  }
  const manifest: ArchiveManifest = {
    product: 'nuanxin',
    format: ARCHIVE_FORMAT,
    year: campaign.year,
    title: campaign.title,
    madeAt: instantText(at),
    madeBy: making.by,
    masked: campaign.masked,
    missing,
    files,
  };
  await zip.add(ARCHIVE_MANIFEST, one(json(manifest)));
}

async function formsOf(tx: Tx, of: Campaign): Promise<FormDefinition[]> {
  const rows = await tx
    .select({ definition: forms.definition })
    .from(forms)
    .where(sql`${forms.id} in ${ofYear.forms(of)}`)
    .orderBy(forms.code, forms.version);
  return rows.map(({ definition }) => definition);
}

async function countedRows(tx: Tx, noun: Noun, of: Campaign): Promise<number> {
  const { rows } = await tx.execute<{ count: number }>(countOf(noun, of));
  return rows[0]?.count ?? 0;
}

/** Rows of a noun as lines, some hundred at a time. */
async function* batches(tx: Tx, noun: Noun, of: Campaign): AsyncGenerator<string[]> {
  await tx.execute(sql`declare archived no scroll cursor for ${linesOf(noun, of)}`);
  for (;;) {
    const { rows } = await tx.execute<{ line: string }>(sql.raw(`fetch ${ROWS} from archived`));
    if (rows.length > 0) yield rows.map(({ line }) => (of.masked ? masked(noun, line) : line));
    if (rows.length < ROWS) break;
  }
  await tx.execute(sql`close archived`);
}

const pathColumns = ({ columns }: Noun): string[] =>
  Object.entries(columns).flatMap(([name, said]) => (typeof said === 'object' && said.path ? [name] : []));

/** Paths are made of digits that mean nothing. */
function masked(noun: Noun, line: string): string {
  const row = JSON.parse(line) as Record<string, unknown>;
  return JSON.stringify({
    ...maskMobiles(row),
    ...Object.fromEntries(pathColumns(noun).map((name) => [name, row[name]])),
  });
}

function pathsIn(noun: Noun, lines: string[]): string[] {
  const names = pathColumns(noun);
  if (names.length === 0) return [];
  return lines.flatMap((line) => {
    const row = JSON.parse(line) as Record<string, unknown>;
    return names.flatMap((name) => (typeof row[name] === 'string' ? [row[name]] : []));
  });
}

/** A file that was imported; it lies in the database. */
async function* importedContent(db: Database, sha256: string): AsyncGenerator<Uint8Array> {
  for (let from = 1; ; from += PIECE) {
    const { rows } = await db.execute<{ piece: Buffer }>(
      sql`select substring(content from ${from}::int for ${PIECE}::int) as piece from import_files where sha256 = ${sha256}`,
    );
    const [{ piece } = { piece: Buffer.alloc(0) }] = rows;
    if (piece.length > 0) yield piece;
    if (piece.length < PIECE) return;
  }
}

async function* one(text: string): AsyncGenerator<string> {
  yield text;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}
