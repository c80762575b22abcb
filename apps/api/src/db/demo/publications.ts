import type { RecordValues } from '@nuanxin/domain';
import { day, later, pick, type DemoRecord, type DemoUnit, type Next } from './parts.ts';

const news = [
  '“大白话”讲活民生政策',
  '民生实事送到家门口',
  '小小公示栏 晒出民生账',
  '宣讲进小院 政策入人心',
  '民生联络员跑出加速度',
];
const information = [
  '推进民生实事宣传走深走实',
  '多措并举抓好民生实事宣传',
  '开展民生实事项目点位公开',
  '组织联络员集中培训',
];

export function publications(unit: DemoUnit, month: number, next: Next): DemoRecord[] {
  const row = (date: string, values: RecordValues): DemoRecord => ({
    kind: 'publications',
    unit: unit.code,
    date,
    values,
  });
  const first = day(month, next);
  const link = `https://www.hsq.gov.cn/xw/2025${String(month).padStart(2, '0')}/${unit.code}-`;
  const rows = [
    row(first, {
      title: `${unit.name}：${pick(news, next)}`,
      carrier: pick(['wechat_account', 'website', 'tv'], next),
      outlet: '黄山区融媒体中心',
      level: 'district',
      adoptedOn: later(first, 1),
      column: true,
      link: `${link}1.html`,
    }),
    row(day(month, next), {
      title: `${unit.name}${pick(information, next)}`,
      carrier: pick(['brief', 'site_news', 'site_news'], next),
      level: 'district',
      sourcing: 'submitted',
    }),
  ];
  if (month % 2 === 0) {
    const date = day(month, next);
    rows.push(
      row(date, {
        title: `${unit.name}${pick(information, next)}成效明显`,
        carrier: 'site_news',
        level: 'city',
        board: pick(['work_news', 'viewpoint', 'picture'], next),
        sourcing: 'submitted',
        adoptedOn: later(date, 2),
        link: `${link}2.html`,
      }),
    );
  }
  if (month % 3 === 0) {
    const date = day(month, next);
    const adopted: RecordValues = next() < 0.4 ? { adoptedOn: later(date, 2), link: `${link}3.html` } : {};
    rows.push(
      row(date, {
        title: `${unit.name.startsWith('区') ? '黄山' : '黄山区'}${unit.name}：${pick(news, next)}`,
        carrier: 'newspaper',
        outlet: '安徽日报',
        level: 'province',
        ...adopted,
      }),
    );
  }
  return rows;
}
