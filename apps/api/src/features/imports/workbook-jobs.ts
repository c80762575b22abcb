import type { Progress } from '@nuanxin/contract';
import type {
  AskedWindow,
  FormDefinition,
  ImportDecisions,
  ImportReading,
  KnownUnit,
  ProjectList,
  RecordSheet,
  RecordSheetSetting,
  SheetWindow,
  UnitEntry,
  UnitList,
  UserList,
} from '@nuanxin/domain';
import type { AttachedDocument, ListInput, readArchive, Remark, SummarySheet, TableColumn } from '@nuanxin/workbook';
import type { Picture, PictureKind } from '../attachments/picture.ts';
import type { Alike, Keys, PartSetting, RecordParts } from '../records/parts.ts';
import type { KnownFacts } from './form-context.ts';

/** Reads a workbook or a work summary, and judges its rows. */
export interface ReadJob extends KnownFacts {
  kind: 'read';
  bytes: Uint8Array;
  fileName: string;
  form: FormDefinition;
  units: UnitEntry[];
  period?: string;
  /** Codes of the units that the caller may hand in for; absent for all. */
  scope?: string[];
  decisions: ImportDecisions;
}

/** Gives a workbook back with what was found. */
export interface AnnotateJob {
  kind: 'annotate';
  bytes: Uint8Array;
  fileName: string;
  lines: string[];
  remarks: Remark[];
}

/** Takes the files out of a .zip. */
export interface UnpackJob {
  kind: 'unpack';
  bytes: Uint8Array;
}

/** Shows a stretch of a sheet. */
export interface SheetJob {
  kind: 'sheet';
  bytes: Uint8Array;
  fileName: string;
  asked: AskedWindow;
}

/** A photo that is attached: drawn anew beside its file. */
export interface PictureJob {
  kind: 'picture';
  path: string;
  as: PictureKind;
}

/** A document that is attached: what it is, and what is written in it. */
export interface DocumentJob {
  kind: 'document';
  path: string;
  as: 'zip' | 'ole' | 'text';
}

/** Reads the list of projects. */
export interface ProjectsJob {
  kind: 'projects';
  bytes: Uint8Array;
  fileName: string;
  units: UnitEntry[];
}

/** Reads a list of units. */
export interface UnitsJob {
  kind: 'units';
  bytes: Uint8Array;
  fileName: string;
  known: KnownUnit[];
}

/** Reads a list of users. */
export interface UsersJob {
  kind: 'users';
  bytes: Uint8Array;
  fileName: string;
  units: UnitEntry[];
}

/** How a material begins. */
export interface BeginningJob {
  kind: 'beginning';
  bytes: Uint8Array;
  fileName: string;
}

/** Reads a workbook of records. */
export interface RecordsJob {
  kind: 'records';
  bytes: Uint8Array;
  setting: RecordSheetSetting;
}

/** The same for an import. */
export interface RecordPartsJob {
  kind: 'recordParts';
  bytes: Uint8Array;
  setting: RecordSheetSetting;
  ids: PartSetting['ids'];
  confirmed: boolean;
}

/** Writes a list as a workbook to print. */
export interface ListJob {
  kind: 'list';
  list: ListInput;
}

/** Writes the summary of a form's reports. */
export interface SummaryJob {
  kind: 'summary';
  sheets: SummarySheet[];
}

/** Writes records as a workbook to go on with. */
export interface TableJob {
  kind: 'table';
  name: string;
  columns: TableColumn[];
  rows: (string | number | null)[][];
}

export type Job =
  | ReadJob
  | AnnotateJob
  | UnpackJob
  | SheetJob
  | PictureJob
  | DocumentJob
  | ProjectsJob
  | UnitsJob
  | UsersJob
  | BeginningJob
  | RecordsJob
  | RecordPartsJob
  | ListJob
  | SummaryJob
  | TableJob;

/** What comes of a job, by its kind. */
export interface Results {
  read: ImportReading;
  annotate: Uint8Array;
  unpack: Awaited<ReturnType<typeof readArchive>>;
  /** Null when there is no such sheet. */
  sheet: SheetWindow | null;
  picture: Picture;
  document: Omit<AttachedDocument, 'texts' | 'identities'> & { personal: boolean; mobiles: boolean };
  projects: ProjectList;
  units: UnitList;
  users: UserList;
  beginning: string;
  records: RecordSheet;
  recordParts: RecordParts;
  list: Uint8Array;
  summary: Uint8Array;
  table: Uint8Array;
}

export type Answer =
  | { result: Results[Job['kind']] }
  | { refused: { code: string; detail: string; sheets?: string[] } }
  | { failed: string };

/** What the process asks on its way: which rows look like stored records. */
export interface Question {
  keys: Keys;
}

/** What it is told then; null when nobody could find out. */
export interface Reply {
  alike: Alike | null;
}

/** What the process says: how far it is, as often as it likes, what it has to know, and at last its answer. */
export type Message = { progress: Progress } | Question | Answer;
