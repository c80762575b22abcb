import type { Archive } from '@nuanxin/client';
import { number as n } from '../shared/format.ts';

export const archiveTexts = {
  button: '导出全年档案',
  running: (percent: number | null) => (percent === null ? '全年档案：准备中' : `全年档案：${percent}%`),
  ready: '全年档案：可以下载',
  title: (year: number) => `导出${year}年全年档案`,
  what: '把本年度的方案、报送及各版次、审核经过、台账、问题、催办、导入、通报、附件和操作记录打成一个 .zip，附数据字典和校验值，供归档、审计。',
  masked: '您导出的档案隐去手机号码，含手机号码的文件不放入。',
  unmasked: '档案含手机号码等内部信息，请妥善保管，不要转发链接。',
  background: '在后台生成，可以关闭本页，回来还在这里看。',
  states: {
    waiting: '排队中，马上开始',
    running: '正在生成',
    done: '已生成',
    failed: '没有生成',
    expired: '链接已过期，文件已删除',
  } satisfies Record<Archive['state'], string>,
  progress: ({ done, total }: Archive) => (total === 0 ? '正在清点…' : `${n(done)} / ${n(total)} 条`),
  progressOf: '生成进度',
  made: '导出时间',
  size: '大小',
  expires: '可下载至',
  sha256: 'SHA-256',
  check: '收到后可用 nuanxin archive check 核对',
  download: '下载',
  start: '导出',
  again: '重新导出',
  close: '关闭',
};
