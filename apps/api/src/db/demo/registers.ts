import type { RecordValues } from '@nuanxin/domain';
import { between, day, pick, type DemoProject, type DemoRecord, type DemoUnit, type Next } from './parts.ts';

export function households(unit: DemoUnit, next: Next): DemoRecord[] {
  const count = unit.villages.length * between(380, 520, next);
  return [{ kind: 'households', unit: unit.code, date: null, values: { households: count, letters: count } }];
}

const places: Record<number, string> = {
  3: '农村幸福院',
  9: '无障碍改造点',
  12: '托育中心',
  18: '水体治理点',
  20: '道路提质路段',
  21: '公共停车场',
  23: '文化驿站',
  24: '老旧小区',
  25: '供水站',
  26: '电梯更新小区',
  27: '工会驿站',
  28: '充电端口小区',
};

export function sites(townships: readonly DemoUnit[], projects: readonly DemoProject[], next: Next): DemoRecord[] {
  return projects.flatMap((project) => {
    const engineering = project.kind === 'engineering' && places[project.no] !== undefined;
    const first = Math.floor(next() * townships.length);
    return Array.from({ length: engineering ? between(3, 5, next) : 1 }, (_, index): DemoRecord[] => {
      const unit = townships[(first + index * 3) % townships.length];
      if (!unit) return [];
      const village = pick(unit.villages, next).replace(/(?:村委会|居委会)$/, '');
      const works = engineering
        ? pick(['under_construction', 'under_construction', 'finished'], next)
        : 'not_engineering';
      const values: RecordValues = {
        title: `${village}${places[project.no] ?? '服务点'}`,
        project: project.no,
        place: `${unit.name}${village}`,
        works,
        disclosedOn: day(4, next),
        link: `https://www.hsq.gov.cn/msss/2025/dw-${project.no}-${index + 1}.html`,
        logoOn: day(5, next),
      };
      if (engineering) values.constructionBoardOn = day(3, next);
      if (works === 'finished') values.permanentSignOn = day(6, next);
      // What the compliance checks are for.
      if (next() < 0.12) delete values.logoOn;
      if (works === 'under_construction' && next() < 0.12) delete values.constructionBoardOn;
      if (works === 'finished' && next() < 0.3) delete values.permanentSignOn;
      return [{ kind: 'sites', unit: unit.code, date: null, values }];
    }).flat();
  });
}

const surnames = '王李张刘陈杨黄吴徐孙胡朱程汪方';
const given = ['建国', '秀英', '海燕', '志强', '丽华', '永平', '春梅', '国庆', '雪松', '晓东', '玉兰', '文斌'];
const person = (next: Next): string => `${pick([...surnames], next)}${pick(given, next)}`;

export function liaisons(unit: DemoUnit, next: Next): DemoRecord[] {
  const row = (values: RecordValues): DemoRecord => ({ kind: 'liaisons', unit: unit.code, date: null, values });
  return [
    row({ title: person(next), level: 'township', post: '民生办主任', since: '2024-02-20', trainedOn: '2025-03-12' }),
    ...unit.villages.map((village) => {
      const trained: RecordValues = next() < 0.85 ? { trainedOn: day(3, next) } : {};
      return row({
        title: person(next),
        level: 'village',
        village: village.replace(/(?:村委会|居委会)$/, ''),
        post: pick(['村文书', '村委委员', '网格员'], next),
        since: '2024-03-01',
        ...trained,
      });
    }),
  ];
}

export function venues(unit: DemoUnit, next: Next): DemoRecord[] {
  const row = (values: RecordValues): DemoRecord => ({ kind: 'venues', unit: unit.code, date: null, values });
  return [
    row({
      title: `${unit.name}为民服务中心`,
      placeKind: 'service_hall',
      place: `${unit.name}政府院内`,
      since: '2025-01-06',
      windows: between(1, 2, next),
      materialPoints: between(2, 5, next),
      screens: between(1, 3, next),
    }),
    row({
      title: `${unit.name}党群服务中心`,
      placeKind: 'party_center',
      since: '2025-01-08',
      materialPoints: between(1, 3, next),
      screens: 1,
      slot: '每月10日上午',
    }),
    ...unit.villages.map((village) =>
      row({
        title: `${village.replace(/(?:村委会|居委会)$/, '')}村务公开栏`,
        placeKind: 'disclosure_board',
        since: '2025-01-10',
        materialPoints: 1,
      }),
    ),
  ];
}
