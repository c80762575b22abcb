import {
  tidy,
  wordsOf,
  type RecordField,
  type RecordFieldType,
  type RecordKind,
  type RecordValue,
} from '@nuanxin/domain';

/** A column of the grid: a field of the kind, the record's own day, or whose record it is. */
export interface Column {
  /** Code of the field; `date` and `unit` for what every record has. */
  code: string;
  label: string;
  type: RecordFieldType | 'unit';
  /** What is read and checked by; null for the unit. */
  field: RecordField | null;
  required: boolean;
  hint: string;
  /** Header texts of other sheets that mean this column, as they are compared. */
  names: ReadonlySet<string>;
  /** Pixels. */
  width: number;
  /** What a row after another one usually has in common with it. */
  carried: boolean;
}

/** What the texts of a grid are read with. */
export interface Context {
  kind: RecordKind;
  year: number;
  projects: { no: number; name: string; labelName: string }[];
  /** Units for which the user may enter rows, with all their names. */
  units: { code: string; name: string; names: readonly string[] }[];
  /** Whose rows they are where none is named; null for who enters for all units. */
  own: { code: string; name: string } | null;
}

const anyUnit = ['单位', '单位名称', '填报单位'];
const anyDay = ['日期', '时间'];

/** All columns of a kind in the order of its template; the unit's first. */
export function columnsOf(kind: RecordKind): Column[] {
  const unit: Column = {
    code: 'unit',
    label: kind.unitLabel,
    type: 'unit',
    field: null,
    required: true,
    hint: '',
    names: namesOf([kind.unitLabel, ...anyUnit]),
    width: 116,
    carried: true,
  };
  const day: RecordField[] =
    kind.dateLabel === null
      ? []
      : [{ code: 'date', label: kind.dateLabel, type: 'day', required: true, aliases: anyDay }];
  return [unit, ...[...day, ...kind.fields].map(columnOf)];
}

function columnOf(field: RecordField): Column {
  const { code, label, type, aliases = [], required = false, hint = '' } = field;
  return {
    code,
    label,
    type,
    field,
    required,
    hint,
    names: namesOf([label, ...aliases]),
    // A header may take two lines.
    width: Math.max(widthOf(field), Math.ceil(label.length / 2) * 13 + 30),
    carried: code === 'date' || type === 'word' || type === 'project',
  };
}

const namesOf = (labels: string[]): ReadonlySet<string> => new Set(labels.map(headerText));

/** `标题*`, `户数（户）` and `标 题` mean 标题, 户数 and 标题. */
export function headerText(text: string): string {
  return tidy(text)
    .replace(/^[*★]+|[*★]+$/g, '')
    .replace(/[“”"']/g, '');
}

function widthOf(field: RecordField): number {
  switch (field.type) {
    case 'text':
      if (field.code === 'title') return (field.max ?? 0) > 100 ? 260 : (field.max ?? 0) > 20 ? 180 : 110;
      return (field.max ?? 0) >= 100 ? 180 : 120;
    case 'word':
      return Math.min(170, Math.max(84, ...Object.values(wordsOf(field)).map(({ length }) => length * 14 + 26)));
    case 'day':
      return 106;
    case 'project':
      return 176;
    case 'link':
      return 170;
    case 'yes':
      return 64;
    case 'integer':
    case 'number':
      return 76;
  }
}

export const isFigure = ({ type }: Column): boolean => type === 'integer' || type === 'number';

/** What can be chosen in a column; null where anything may be typed. */
export function optionsOf(column: Column, { projects, units }: Context): Option[] | null {
  switch (column.type) {
    case 'unit':
      return units.map(({ code, name }) => ({ value: code, text: name, label: name }));
    case 'word':
      return Object.entries(column.field ? wordsOf(column.field) : {}).map(([value, label]) => ({
        value,
        text: label,
        label,
      }));
    case 'project':
      return projects.map(({ no, labelName }) => ({ value: no, text: labelName, label: `${no} ${labelName}` }));
    case 'yes':
      return [{ value: true, text: '是', label: '是' }];
    default:
      return null;
  }
}

export interface Option {
  value: RecordValue;
  /** What is written into the cell. */
  text: string;
  label: string;
}
