import {
  actionLabel,
  bulletinActionLabel,
  bulletinStateLabel,
  entityLabel,
  obligationStatusLabel,
} from '@nuanxin/domain';
import { and, isNull, sql } from 'drizzle-orm';
import {
  attachments,
  audit,
  bulletinHistory,
  bulletins,
  bulletinSources,
  importRows,
  imports,
  reminderItems,
  reminders,
} from '../../../db/schema/index.ts';
import { isBeingWritten } from '../../audit/being-written.ts';
import { noun, type Noun } from '../noun.ts';
import { ofYear } from '../of-year.ts';
import { audited, ownedBy } from './about-year.ts';
import { attachedFile, importedFile } from './files.ts';

const bulletinState = { meaning: '状态', words: bulletinStateLabel };

/** What the office sent, took in and published. */
export const workNouns: Noun[] = [
  noun(reminders, {
    path: 'reminders.jsonl',
    title: '催办和告知',
    about: '发给单位的催办，及时限变动、延期答复的告知',
    columns: {
      id: '编号',
      unitId: '单位',
      note: '附言',
      moved: '变动的时限；空：是催办',
      createdBy: '催办人；空：自动催办',
      createdAt: '时间',
      readAt: '单位查看时间',
      readBy: '查看人',
    },
    where: (of) => sql`${reminders.id} in ${ofYear.reminders(of)}`,
  }),
  noun(reminderItems, {
    path: 'reminder-items.jsonl',
    title: '催办的事项',
    about: '每次催办的各事项，当时的期限和状态',
    columns: {
      reminderId: '催办',
      obligationId: '应报事项',
      dueOn: '当时的最后一天',
      status: { meaning: '当时的状态', words: obligationStatusLabel },
      occasion: '自动催办的时机：before-5 为到期前5个工作日',
    },
    where: (of) => sql`${reminderItems.obligationId} in ${ofYear.obligations(of)}`,
  }),
  noun(imports, {
    path: 'imports.jsonl',
    title: '报表导入',
    about: '导入的报表和工作小结，只检查、没有写入的也在内',
    columns: {
      id: '编号',
      fileName: '文件名',
      campaignId: '年度方案',
      form: '报表代码',
      layout: { meaning: '版式', words: { table: '汇总表', form: '单位表', summary: '工作小结' } },
      period: '报送期',
      mode: { meaning: '方式', words: { dry_run: '只检查', atomic: '全部合格才写入', valid_rows: '写入合格的行' } },
      status: { meaning: '结果', words: { checked: '已检查，未写入', committed: '已写入', refused: '未写入' } },
      findings: '整份文件的提示',
      decisions: { meaning: '人工改正、确认的内容', type: 'object' },
      createdBy: '导入人',
      createdAt: '导入时间',
      committedBy: '写入人',
      committedAt: '写入时间',
    },
    more: { file: importedFile('imports') },
    where: (of) => sql`${imports.id} in ${ofYear.imports(of)}`,
  }),
  noun(importRows, {
    path: 'import-rows.jsonl',
    title: '导入的各行',
    about: '导入文件的每一行读成什么、结果如何',
    columns: {
      importId: '导入',
      ordinal: '次序',
      sheet: '工作表',
      row: '行',
      unitText: '表中的单位',
      unitId: '认作哪个单位',
      outcome: {
        meaning: '结果',
        words: { accepted: '合格', rejected: '不合格', confirm: '待确认', ignored: '忽略' },
      },
      values: {
        meaning: '读到的值，按指标编码；只写入草稿的为空',
        type: 'object',
        nullable: true,
        sql: (of) =>
          sql`case when submission_id is null or submission_id in ${ofYear.submissions(of)} then ${importRows.values} end`,
      },
      findings: '提示',
      submissionId: {
        meaning: '写入了哪份报送；空：没有写入，或只写入草稿',
        sql: (of) => sql`case when submission_id in ${ofYear.submissions(of)} then submission_id end`,
      },
    },
    where: (of) => sql`${importRows.importId} in ${ofYear.imports(of)}`,
  }),
  noun(bulletins, {
    path: 'bulletins.jsonl',
    title: '通报',
    about: '各季度的通报',
    columns: {
      id: '编号',
      campaignId: '年度方案',
      taskId: '通报哪项任务的报送',
      period: '季度',
      title: '标题',
      documentNo: '发文字号',
      addressee: '主送',
      issuer: '落款',
      bodies: { meaning: '各部分的文字', type: 'object' },
      mentions: '表扬、批评的单位和依据',
      state: bulletinState,
      steps: { meaning: '审核次数', measure: '次' },
      issuedOn: '成文日期',
      document: '印发的全文',
      createdAt: '拟写时间',
      updatedAt: '最近修改时间',
    },
    where: (of) => sql`${bulletins.id} in ${ofYear.bulletins(of)}`,
  }),
  noun(bulletinHistory, {
    path: 'bulletin-history.jsonl',
    title: '通报的经过',
    about: '拟写、审核、印发的每一步，从不改动',
    columns: {
      seq: '先后',
      bulletinId: '通报',
      action: { meaning: '操作', words: { create: '拟写', ...bulletinActionLabel } },
      toState: { ...bulletinState, meaning: '此后状态' },
      actorId: '操作人',
      at: '时间',
      comment: '意见',
    },
    where: (of) => sql`${bulletinHistory.bulletinId} in ${ofYear.bulletins(of)}`,
  }),
  noun(bulletinSources, {
    path: 'bulletin-sources.jsonl',
    title: '通报的依据',
    about: '印发的通报由哪些报送的哪一版次算出',
    columns: { bulletinId: '通报', submissionId: '报送', revision: '版次', locked: '由这份通报锁定' },
    where: (of) => sql`${bulletinSources.bulletinId} in ${ofYear.bulletins(of)}`,
  }),
  noun(attachments, {
    path: 'attachments.jsonl',
    title: '附件',
    about: '台账、问题、报送、项目的附件，删除的不在内；文件在 attachments 文件夹，以其 SHA-256 为名',
    columns: {
      id: '编号',
      owner: {
        meaning: '属于什么',
        words: { record: '台账记录', problem: '问题', submission: '报送', project: '民生实事项目' },
      },
      ownerId: '属于哪一条',
      unitId: '单位',
      field: '所证明的指标或字段',
      fileName: '文件名',
      createdBy: '上传人',
      createdAt: '上传时间',
    },
    more: { file: attachedFile },
    where: (of) => and(isNull(attachments.deletedAt), ownedBy(of)),
  }),
  noun(audit, {
    path: 'audit.jsonl',
    title: '操作记录',
    about: '对本年度内容和单位、报表、放假安排的每次改动，从不改动；账号、渠道的改动和来源地址不在内',
    columns: {
      id: '编号',
      at: '时间',
      actorId: '操作人；空：系统',
      actorName: '操作人当时的姓名',
      action: { meaning: `操作，如 submission.accept 为报送${actionLabel['submission.accept']}` },
      entity: { meaning: '对象', words: entityLabel },
      entityId: '对象的编号',
      before: {
        meaning: '改动前；单位正在填写、尚未报送的为空',
        sql: () => sql`case when not ${isBeingWritten} then before end`,
      },
      after: {
        meaning: '改动后；单位正在填写、尚未报送的为空',
        sql: () => sql`case when not ${isBeingWritten} then after end`,
      },
    },
    where: audited,
  }),
];
