import type { PublicCampaign } from '@nuanxin/client';
import { periodLabel } from '@nuanxin/domain';

export const publicTexts = {
  district: (name: string, product: string) => `${name} · ${product}`,
  intro:
    '本页公开年度民生实事项目、政策解读、已公开的项目点位和各季度汇总数。汇总数以印发的通报为准，不含各单位分项数和个人信息。',
  years: '其他年度',
  none: '目前没有公开的年度。',
  gone: (year: string) => `${year}年的数据没有公开。`,
  progress: '各季度实施进展',
  noProgress: '还没有印发的通报。',
  source: (of: PublicCampaign['quarters'][number]) =>
    `${periodLabel(of.period)}：${of.documentNo}《${of.title}》，${of.issuedOn} 印发，${of.coverage}。`,
  field: '指标',
  total: '本年累计',
  stock: '期末数',
  notFilled: '未填',
  projects: (count: number) => `民生实事项目（${count} 项）`,
  lead: '牵头单位',
  kind: '类型',
  noCard: '政策卡片正在编写。',
  sites: (count: number) => `已公开的点位（${count} 个）`,
  noSites: '暂无已公开的点位。',
  site: {
    title: '点位',
    township: '所在乡镇',
    place: '地点',
    works: '工程状态',
    disclosedOn: '公开日期',
    link: '公开链接',
  },
  open: '查看',
  dialog: {
    open: '对外公开',
    title: (year: number) => `对外公开 ${year} 年的数据`,
    what: '公开后，任何人不登录即可在下面的网址看到，其他系统也可读取：',
    items: [
      '项目清单、已编写的政策卡片（沿用往年、待核对的除外）；',
      '已登记公开日期的项目点位；',
      '已印发通报的季度和本年累计的汇总数，不含各单位分项数；手机号码一律遮盖；',
      '停止公开即刻生效；其他系统已读取的，最多保留五分钟。',
    ],
    on: (year: number) => `公开 ${year} 年的数据`,
    address: '网址',
    copy: '复制网址',
    copied: '网址已复制',
    visit: '打开公开页',
    save: '保存',
    savedOn: (year: number) => `${year}年的数据已对外公开`,
    savedOff: (year: number) => `${year}年的数据已停止公开`,
  },
};
