import { annex7, fieldsFor, type ReporterKind } from '@nuanxin/domain';

/** Small deterministic generator (mulberry32): the demonstration is the same on every machine. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What a unit of ordinary size states for a quarter: [least, most]. */
const usual: Record<string, [number, number]> = {
  F0101: [1, 8],
  F0102: [2, 15],
  F0103: [0, 5],
  F0104: [1, 5],
  F0105: [0, 1],
  F0106: [0, 3],
  F0201: [2, 10],
  F0202: [0, 4],
  F0203: [1, 5],
  F0204: [0, 1],
  F0205: [0, 1],
  F0206: [0, 2],
  F0301: [2, 20],
  F0302: [1, 3],
  F0303: [2, 16],
  F0304: [14, 30],
  F0305: [1, 8],
  F0306: [0, 3],
  F0307: [0, 3],
  F0308: [1, 9],
  F0401: [5, 40],
  F0402: [4, 30],
  F0403: [2, 14],
  F0404: [20, 180],
  F0405: [4, 40],
  F0406: [5, 40],
  F0501: [15, 24],
  F0502: [1, 3],
  F0503: [20, 90],
  F0504: [1, 6],
  F0505: [40, 400],
  F0506: [120, 900],
  F0507: [0, 60],
  F0508: [3, 25],
  F0509: [0, 3],
  F0601: [1, 2],
  F0602: [2, 6],
  F0603: [80, 900],
  F0604: [300, 2600],
  F0605: [200, 3000],
  F0606: [10, 80],
  F0607: [50, 600],
  F0608: [100, 4000],
  F0609: [0, 10],
};

/** Believable figures for one unit and quarter; they satisfy every rule of the form that refuses a report. */
export function demoValues(kind: ReporterKind, next: () => number): Record<string, number> {
  const values: Record<string, number> = {};
  for (const { code } of fieldsFor(annex7, kind)) {
    const [least, most] = usual[code] ?? [0, 5];
    values[code] = least + Math.floor(next() * (most - least + 1));
  }
  return values;
}

const practices = [
  '一是压实责任，成立宣传工作专班，明确村（社区）联络员，形成上下联动的工作格局。\n二是丰富形式，通过广播、条幅、电子屏和入户讲解，把政策讲清讲透。\n三是集中宣讲，结合赶集日、文艺演出开展“宣讲+互动”，现场答疑。',
  '一是在服务大厅设置民生实事咨询窗口，摆放政策材料，随时解答群众询问。\n二是依托微信公众号推送政策解读和项目进展。\n三是组织联络员开展“大白话”培训，提升入户讲解能力。',
  '一是结合业务办理同步宣传，做到办一件事、讲一项政策。\n二是加强对乡镇的业务指导，帮助核对项目点位和公示内容。\n三是积极向省、市媒体投稿，宣传典型做法。',
];
const results = [
  '群众对民生实事的知晓率明显提高，主动咨询的增多。',
  '累计发放宣传资料数千份，覆盖全部村（社区）。',
  '咨询量较上季度增加，群众反映政策更好懂了。',
];
const problems = ['个别村公示栏更新不够及时。', '面向外出务工人员的宣传手段不多。', '短视频等新形式运用不足。'];
const plans = ['督促及时更新公示栏，加强联络员培训。', '利用返乡时段集中开展宣传。', '与融媒体中心合作制作短视频。'];

const pick = (list: string[], next: () => number): string => list[Math.floor(next() * list.length)] ?? '';

export function demoSummary(unitName: string, reportDate: string, next: () => number): Record<string, string> {
  const surnames = '王李张刘陈杨黄吴徐孙胡朱程汪方';
  return {
    main_practices: pick(practices, next),
    results: pick(results, next),
    problems: pick(problems, next),
    next_steps: pick(plans, next),
    preparer: `${surnames[Math.floor(next() * surnames.length)]}${unitName.endsWith('镇') || unitName.endsWith('乡') ? '干事' : '科员'}`,
    phone: `0559-853${String(2000 + Math.floor(next() * 900))}`,
    report_date: reportDate,
  };
}
