import {
  countsAs,
  coverageOf,
  figureOf,
  parsePeriod,
  quarterLabel,
  reporterKinds,
  reportsFor,
  unitKindLabel,
  unitKinds,
  type Coverage,
  type FigureBasis,
  type FormDefinition,
  type FormField,
} from '@nuanxin/domain';
import type { SummaryCell, SummarySheet, SummaryUnit } from '@nuanxin/workbook';
import type { ObligationRow } from '../obligations/obligations.ts';
import type { ReadReport, Reports } from './read-reports.ts';
import { standingWords } from './standing-words.ts';
import { fieldsOf } from './statistics.ts';

export interface Heading {
  /** `附件7`, where the form says so. */
  mark: string;
  title: string;
  /** Who puts it together, and the day. */
  made: string;
}

/** What a unit owed for a quarter: a report, or none since it is exempt. */
export interface Owed {
  row: ObligationRow;
  period: string;
  report: ReadReport | null;
}

const basisWords: Record<FigureBasis, string> = {
  handed_in: '计入已报送、未退回的报送（含待审）',
  accepted: '只计入已通过的报送',
};
const countsWords = ({ owed, counted }: Coverage): string => `应报${owed}，计入${counted}`;
const sheetName = (period: string): string => `第${quarterLabel(period)}`;
/** Towns first, as an office lists them. */
const kindOrder = new Set([...reporterKinds, ...unitKinds]);

function sheetOf(
  { mark, title, made }: Heading,
  { basis }: Reports,
  { name, suffix, forms, notes = [], fields, rowOf, owed }: SheetPlan,
): SummarySheet {
  const coverage = (of: Owed[]) =>
    coverageOf(
      of.flatMap(({ report }) => report ?? []),
      basis,
    );
  const standing = (of: Owed[]): string => countsWords(coverage(of));
  const sections = new Map(forms.toReversed().flatMap((form) => form.sections.map((each) => [each.code, each.title])));
  const groups = [...kindOrder].flatMap((kind) => {
    const own = owed.filter(({ row }) => row.unit.kind === kind);
    if (own.length === 0) return [];
    const byUnit = Map.groupBy(own, ({ row }) => row.unit.code);
    return {
      label: `${unitKindLabel[kind]}小计`,
      standing: standing(own),
      units: [...byUnit.values()].map((each) => rowOf(each)),
    };
  });
  const words = [
    `计入口径：${basisWords[basis]}，应报 ${coverage(owed).owed} 份，计入 ${coverage(owed).counted} 份`,
    ...notes,
    ...(forms.some(({ sample }) => sample) ? ['样表，以正式下发的附件为准'] : []),
  ];
  return {
    name,
    mark,
    title: `${title}（${suffix}）`,
    note: `${made}　　${words.join('；')}`,
    sections: [...sections].map(([code, section]) => ({
      title: section,
      fields: fields
        .filter((field) => field.section === code)
        .map((field) => ({
          code: field.code,
          label: `${field.label}\n（${field.measure}）${field.kind === 'stock' ? '\n期末数' : ''}`,
        })),
    })),
    groups,
    standing: standing(owed),
  };
}

interface SheetPlan {
  name: string;
  suffix: string;
  /** Versions of the form, the newest first. */
  forms: FormDefinition[];
  notes?: string[];
  fields: FormField[];
  owed: Owed[];
  /** The row of one unit. */
  rowOf: (own: Owed[]) => SummaryUnit;
}

/** The reports of a quarter; what does not count is blank, and why stands beside the unit. */
export function quarterSheet(heading: Heading, reports: Reports, all: Owed[], period: string): SummarySheet {
  const form = reports.formOf(period);
  const fields = form?.fields ?? [];
  return sheetOf(heading, reports, {
    name: sheetName(period),
    suffix: sheetName(period),
    forms: form ? [form] : [],
    fields,
    owed: all.filter((each) => each.period === period),
    rowOf: (own) => {
      const report = own[0]?.report ?? null;
      const counts = report !== null && countsAs(report.standing, reports.basis);
      return unitRow(own, report ? standingWords(report) : '免报', fields, ({ code }) =>
        report?.fields.has(code) ? { value: (counts ? report.values[code] : undefined) ?? null } : null,
      );
    },
  });
}

/** The year up to its newest quarter: flows are the sums of the quarters' cells, stocks the cells of the newest. */
export function yearSheet(heading: Heading, reports: Reports, all: Owed[]): SummarySheet {
  const { newest, basis, quarters } = reports;
  const upTo = quarters.filter((period) => period <= newest);
  const used = new Set(upTo.map(reports.formOf));
  const forms = reports.forms.filter((form) => used.has(form));
  const fields = fieldsOf({ forms });
  const isWhole = parsePeriod(newest)?.quarter === 4;
  return sheetOf(heading, reports, {
    name: '全年累计',
    suffix: isWhole ? '全年' : `累计至${sheetName(newest)}`,
    forms,
    notes: [`期末数不累计，取${sheetName(newest)}的`],
    fields,
    owed: all.filter(({ period }) => period <= newest),
    rowOf: (own) => {
      const mine = own.flatMap(({ report }) => report ?? []);
      const coverage = coverageOf(mine, basis);
      const words = `${countsWords(coverage)}${coverage.late > 0 ? `，迟报${coverage.late}` : ''}`;
      return unitRow(own, mine.length === 0 ? '免报' : words, fields, (field) => {
        const figure = figureOf(field, mine, newest, basis);
        if (figure.owed === 0) return null;
        return { value: figure.value, of: reportsFor(field, mine, newest).map(({ period }) => sheetName(period)) };
      });
    },
  });
}

function unitRow(
  own: Owed[],
  standing: string,
  fields: FormField[],
  cellOf: (field: FormField) => SummaryCell | null,
): SummaryUnit {
  const { code = '', name = '' } = own[0]?.row.unit ?? {};
  const cells = fields.flatMap((field) => {
    const cell = cellOf(field);
    return cell ? [[field.code, cell] as const] : [];
  });
  return { key: code, name, standing, cells: Object.fromEntries(cells) };
}
