import type { RecordKindCode, RecordValues } from '@nuanxin/domain';
import { records, units, users } from '../../api/src/db/schema/index.ts';
import type { Service } from '../../api/test/support.ts';

export const GANTANG = '341003100';
const XIANYUAN = '341003101';
const TANGKOU = '341003102';
const right = (name: string, count = 30): string => `黄山市黄山区${count}项民生实事之${name}民生实事`;

type Line = [kind: RecordKindCode, unit: string, day: string | null, data: RecordValues];
const site = (unit: string, title: string, project: number, works: string, signs: RecordValues = {}): Line => [
  'sites',
  unit,
  null,
  { title, project, works, place: title, ...signs },
];
const item = { carrier: 'newspaper', level: 'district', column: true };
const lines: Line[] = [
  [
    'distributions',
    GANTANG,
    '2025-05-06',
    { channel: 'print', material: 'leaflet', count: 800, project: 12, heading: right('安心托幼行动') },
  ],
  [
    'distributions',
    GANTANG,
    '2025-05-12',
    { channel: 'print', material: 'leaflet', count: 300, project: 24, heading: right('城镇老旧小区改造', 31) },
  ],
  [
    'distributions',
    XIANYUAN,
    '2025-05-20',
    { channel: 'print', material: 'poster', count: 40, project: 3, heading: '养老服务体系建设宣传' },
  ],
  ['distributions', TANGKOU, '2025-06-03', { channel: 'print', material: 'leaflet', count: 120, project: 13 }],
  ['distributions', GANTANG, '2025-06-10', { channel: 'print', material: 'open_letter', count: 3200 }],
  ['distributions', GANTANG, '2025-06-11', { channel: 'notice_board', material: 'poster', count: 60 }],
  ['households', GANTANG, null, { households: 6120, letters: 5000 }],
  site(GANTANG, '玉屏小区', 24, 'under_construction', { logoOn: '2025-03-10' }),
  site(GANTANG, '平湖小区', 24, 'finished', { logoOn: '2025-03-10', permanentSignOn: '2025-06-20' }),
  site(XIANYUAN, '仙源村养老服务站', 3, 'finished', { logoOn: '2025-05-01' }),
  site(TANGKOU, '寨西养老服务站', 3, 'under_construction', { constructionBoardOn: '2025-04-02' }),
  site(TANGKOU, '汤口公路提质段', 20, 'under_construction', {
    logoOn: '2025-04-01',
    constructionBoardOn: '2025-04-02',
  }),
  site('341003106', '耿城停车场', 21, 'not_started'),
  site('341003205', '永丰文化广场', 23, 'not_engineering', { logoOn: '2025-04-01' }),
  ['disclosures', GANTANG, '2025-06-20', { title: '二季度进展', content: 'progress', carrier: 'website' }],
  ['disclosures', 'B05', '2025-06-25', { title: '二季度进展', content: 'progress', carrier: 'wechat_account' }],
  ['publications', GANTANG, '2025-03-01', { title: '托育园开进社区', ...item, adoptedOn: '2025-03-02' }],
  ['publications', XIANYUAN, '2025-05-28', { title: '养老服务站建成', ...item, adoptedOn: '2025-05-30' }],
];

/** Half a year of records and registers, with what the rules of the notice find in them. */
export async function fillRecords(db: Service['connection']['db']): Promise<void> {
  const [by] = await db.select({ id: users.id }).from(users);
  const ids = new Map(
    (await db.select({ id: units.id, code: units.code }).from(units)).map(({ id, code }) => [code, id]),
  );
  const at = new Date('2025-07-01T09:00:00+08:00');
  const person = by?.id ?? '';
  await db.insert(records).values(
    lines.map(([kind, unit, occurredOn, data]) => ({
      kind,
      year: 2025,
      unitId: ids.get(unit) ?? '',
      occurredOn,
      data,
      createdBy: person,
      createdAt: at,
      updatedBy: person,
      updatedAt: at,
    })),
  );
}
