import type { RecordKindCode, RecordValues } from '@nuanxin/domain';
import { between, day, pick, type DemoProject, type DemoRecord, type DemoUnit, type Next } from './parts.ts';
import { publications } from './publications.ts';
import { households, liaisons, sites, venues } from './registers.ts';
import { random } from './values.ts';

const MONTHS = [1, 2, 3, 4, 5, 6] as const;

/**
 * Half a year of believable records (January to June 2025) of townships and departments, and the registers behind them.
 * A few units are behind, a few signs are missing, one heading is wrong: every page has something to show.
 */
export function demoRecords(units: readonly DemoUnit[], projects: readonly DemoProject[]): DemoRecord[] {
  const next = random(341003);
  const townships = units.filter(({ kind, villages }) => kind === 'township' && villages.length > 0);
  const departments = units.filter(({ kind }) => kind === 'department');
  return [
    ...townships.flatMap((unit) => households(unit, next)),
    ...sites(townships, projects, next),
    ...townships.flatMap((unit) => [...liaisons(unit, next), ...venues(unit, next)]),
    ...townships.flatMap((unit) => MONTHS.flatMap((month) => townshipMonth(unit, month, next))),
    ...departments.flatMap((unit) => departmentHalf(unit, projects, next)),
    ...surveys(next),
  ];
}

function townshipMonth(unit: DemoUnit, month: number, next: Next): DemoRecord[] {
  const row = (kind: RecordKindCode, date: string, values: RecordValues): DemoRecord => ({
    kind,
    unit: unit.code,
    date,
    values,
  });
  const village = (): string => pick(unit.villages, next).replace(/(?:村委会|居委会)$/, '');
  const rows = publications(unit, month, next);
  if (month % 3 === 1)
    rows.push(
      row('activities', day(month, next), {
        title: '民生实事“大白话”联络员培训',
        kind: 'training',
        place: `${unit.name}会议室`,
        placeKind: 'government_office',
        audience: between(20, 40, next),
      }),
    );
  if (month % 3 === 2)
    rows.push(
      row('activities', day(month, next), {
        title: `${village()}赶集日“宣讲+互动”`,
        kind: 'talk_interaction',
        place: '集市',
        placeKind: 'market',
        audience: between(60, 160, next),
      }),
    );
  if (month === 5 && unit.code !== '341003204')
    rows.push(
      row('activities', day(5, next), {
        title: '集中宣传月文艺演出进村',
        kind: 'performance',
        place: `${village()}文化广场`,
        placeKind: 'square_park',
        audience: between(150, 400, next),
      }),
      row('activities', day(5, next), {
        title: '民生实事知识问答',
        kind: 'quiz',
        place: '镇村大舞台',
        placeKind: 'square_park',
        audience: between(60, 200, next),
      }),
    );
  rows.push(
    row('distributions', day(month, next), {
      channel: 'print',
      material: 'leaflet',
      count: between(20, 60, next) * 10,
      placeKind: pick(['market', 'square_park', 'service_outlet'], next),
      places: between(1, 4, next),
      path: 'campaign',
    }),
    row('distributions', day(month, next), {
      channel: 'pa_system',
      count: between(20, 60, next),
      places: unit.villages.length,
    }),
    row('distributions', day(month, next), {
      channel: 'banner',
      count: between(2, 10, next),
      placeKind: 'project_surroundings',
    }),
    row('disclosures', day(month, next), {
      title: '民生实事政策和项目点位公示',
      content: 'policy',
      carrier: 'notice_board',
    }),
    row('disclosures', day(month, next), {
      title: '村务公开：民生实事进展',
      content: 'progress',
      carrier: 'notice_board',
    }),
    row('visits', day(month, next), {
      kind: 'household',
      village: village(),
      households: between(40, 160, next),
      opinions: between(1, 6, next),
      answered: 1,
    }),
  );
  if (month === 3 || month === 5)
    rows.push(
      row('distributions', day(month, next), {
        channel: 'print',
        material: 'open_letter',
        count: unit.villages.length * between(120, 200, next),
        placeKind: 'household',
        path: 'door',
      }),
      row('distributions', day(month, next), {
        channel: 'print',
        material: 'poster',
        count: between(6, 20, next),
        placeKind: 'service_hall',
      }),
      row('distributions', day(month, next), {
        channel: 'print',
        material: 'leaflet',
        count: 200,
        placeKind: 'household',
        path: 'door',
        project: 12,
        heading:
          unit.code === '341003102' && month === 5
            ? '黄山市黄山区民生实事之安心托幼行动'
            : '黄山市黄山区30项民生实事之安心托幼行动民生实事',
      }),
    );
  if (month % 3 === 0 && unit.code !== '341003203')
    rows.push(
      row('disclosures', day(month, next), {
        title: `2025年${month === 3 ? '一' : '二'}季度民生实事实施进展`,
        content: 'progress',
        carrier: 'website',
        link: `https://www.hsq.gov.cn/zwgk/${unit.code}/2025-${month}.html`,
      }),
    );
  return rows;
}

function departmentHalf(unit: DemoUnit, projects: readonly DemoProject[], next: Next): DemoRecord[] {
  const row = (kind: RecordKindCode, date: string, values: RecordValues): DemoRecord => ({
    kind,
    unit: unit.code,
    date,
    values,
  });
  const led = projects.find(({ lead }) => lead === unit.code);
  const about: RecordValues = led ? { project: led.no } : {};
  const rows = MONTHS.flatMap((month) => publications(unit, month, next));
  for (const month of [3, 6]) {
    rows.push(
      row('activities', day(month, next), {
        title: `${led?.name ?? '民生实事'}政策培训`,
        kind: 'training',
        place: '局会议室',
        audience: between(20, 60, next),
        ...about,
      }),
      row('distributions', day(month, next), {
        channel: 'print',
        material: 'leaflet',
        count: between(10, 60, next) * 10,
        placeKind: 'service_outlet',
        places: between(1, 3, next),
      }),
    );
    if (unit.code !== 'B13' || month === 3)
      rows.push(
        row('disclosures', day(month, next), {
          title: `${led?.name ?? '本部门民生实事'}${month === 3 ? '一' : '二'}季度进展`,
          content: 'progress',
          carrier: 'website',
          link: `https://www.hsq.gov.cn/zwgk/${unit.code.toLowerCase()}/2025-${month}.html`,
          ...about,
        }),
      );
  }
  if (unit.code !== 'B13')
    rows.push(
      row('activities', day(5, next), {
        title: '集中宣传月政策宣讲进社区',
        kind: 'policy_talk',
        placeKind: 'square_park',
        audience: between(60, 200, next),
        ...about,
      }),
    );
  if (next() < 0.4)
    rows.push(
      row('cases', day(6, next), {
        title: `${led?.name ?? unit.name}惠民案例`,
        stage: 'submitted',
        sourcing: 'submitted',
        ...about,
      }),
    );
  return rows;
}

function surveys(next: Next): DemoRecord[] {
  return [
    { date: '2025-03-14', title: '一季度民生实事知晓率电话调查', known: 340, content: 265 },
    { date: '2025-06-20', title: '上半年民生实事知晓率电话调查', known: 380, content: 300 },
  ].map(({ date, title, known, content }) => {
    const valid = 600;
    const [knows, heard] = [between(known, known + 40, next), between(120, 140, next)];
    const satisfied = between(content, content + 30, next);
    return {
      kind: 'surveys',
      unit: '341003',
      date,
      values: {
        title,
        method: 'phone',
        valid,
        knows,
        heard,
        unaware: valid - knows - heard,
        satisfied,
        ratherSatisfied: 200,
        fair: 40,
        ratherUnsatisfied: 6,
        unsatisfied: 2,
        unclear: valid - satisfied - 248,
      },
    };
  });
}
