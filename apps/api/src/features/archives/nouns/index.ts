import {
  recordKinds,
  type ArchiveColumn,
  type ArchiveField,
  type ArchiveFile,
  type FormDefinition,
  type FormField,
} from '@nuanxin/domain';
import { described, type Noun } from '../noun.ts';
import { planNouns } from './plan.ts';
import { recordNouns } from './records.ts';
import { registerNouns } from './registers.ts';
import { reportNouns } from './reports.ts';
import { workNouns } from './work.ts';

/** All that an archive holds, a file each. */
export const nouns: readonly Noun[] = [...planNouns, ...registerNouns, ...reportNouns, ...recordNouns, ...workNouns];

/** What attachments belong to: no foreign key says it, since there are several. */
const owners = [
  ...recordKinds.map(({ code }) => `records/${code}.jsonl`),
  'problems.jsonl',
  'submissions.jsonl',
  'projects.jsonl',
];

const files: ArchiveFile[] = nouns.map((noun) => described(noun, nouns));

/**
 * The dictionary of an archive: what the tables and the kinds of records say, and the figures of its forms.
 * @param forms their versions, the oldest first: the newest label counts
 */
export function archiveFiles(forms: readonly FormDefinition[]): ArchiveFile[] {
  const figures = new Map(forms.flatMap(({ fields }) => fields.map((field) => [field.code, figureField(field)])));
  const more: Record<string, Partial<ArchiveColumn>> = {
    'attachments.jsonl ownerId': { refers: owners },
    'revisions.jsonl values': { fields: [...figures.values()] },
    'revisions.jsonl figures': { fields: [...figures.values()] },
  };
  return files.map((file) => ({
    ...file,
    columns: file.columns.map((column) => ({ ...column, ...more[`${file.path} ${column.name}`] })),
  }));
}

function figureField({ code, label, measure, kind }: FormField): ArchiveField {
  return { name: code, type: 'number', meaning: kind === 'stock' ? `${label}，期末数` : label, measure };
}
