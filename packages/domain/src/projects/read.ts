import { tidy } from '../import/numbers.ts';
import type { WorkbookData } from '../import/sheet.ts';
import { unitMatcher, type UnitEntry, type UnitMatch } from '../import/units.ts';
import { limited, unitIn, word } from '../lists/cells.ts';
import { readList, type ListCells, type ListRow, type ReadList } from '../lists/read-list.ts';
import { projectLayout, type ProjectColumn } from './columns.ts';
import { projectKindLabel, projectLimits, type ProjectKind } from './kinds.ts';

/** A project as a row of the list has it. */
interface ListedProject {
  no: number | null;
  field: string;
  name: string;
  labelName: string;
  kind: ProjectKind | null;
  lead: { code: string; name: string } | null;
  /** Null when the list has no such column: what is known stays. */
  note: string | null;
}
export type ProjectRow = ListRow<ListedProject>;
export type ProjectList = ReadList<ListedProject>;

const kindWords = new Map<string, ProjectKind>(
  Object.entries(projectKindLabel).flatMap(([kind, label]) =>
    [label, label.slice(0, 2)].map((text) => [text, kind as ProjectKind] as const),
  ),
);

/**
 * Reads the list of the year's projects from a workbook: every row is a project. Units and kinds match by their exact words.
 * @throws ImportRefused layout_unknown, no_rows, personal_info
 */
export function readProjects(workbook: WorkbookData, fileName: string, units: readonly UnitEntry[]): ProjectList {
  const match = unitMatcher(units);
  return readList(
    workbook,
    fileName,
    projectLayout,
    (cells): ListedProject => ({
      no: numberIn(cells),
      field: limited(cells, 'field', projectLimits.field),
      name: limited(cells, 'name', projectLimits.name),
      labelName: labelIn(cells),
      kind: word(cells, 'kind', kindWords, Object.values(projectKindLabel)),
      lead: leadIn(cells, match),
      note: cells.has('note') ? limited(cells, 'note', projectLimits.note, { needed: false }) : null,
    }),
    ({ no }) => no,
  );
}

type Cells = ListCells<ProjectColumn>;

function numberIn(cells: Cells): number | null {
  const plain = tidy(cells.text('no'));
  if (/^[1-9]\d{0,2}$/.test(plain)) return Number(plain);
  if (plain === '') cells.find('no', 'error', 'required', '请填写');
  else cells.find('no', 'error', 'not_numeric', '应为 1—999 的整数');
  return null;
}

function labelIn(cells: Cells): string {
  const [min, max] = projectLimits.labelName;
  const text = cells.text('labelName');
  if (text.length < min || text.length > max)
    cells.find('labelName', 'error', 'label_length', `应为 ${min}—${max} 个字`);
  return text;
}

function leadIn(cells: Cells, match: (text: string) => UnitMatch): ListedProject['lead'] {
  if (tidy(cells.text('lead')) !== '') return unitIn(cells, 'lead', match);
  cells.find('lead', 'warning', 'no_lead', '没有填写，该项目暂无牵头单位');
  return null;
}
