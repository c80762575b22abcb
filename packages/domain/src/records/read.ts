import { parseDate } from '../import/dates.ts';
import { holdsMark, normaliseNumber, tidy } from '../import/numbers.ts';
import { quoted, type Finding } from '../form.ts';
import { isLink } from './check.ts';
import { wordsOf, type RecordField, type RecordValue } from './kinds.ts';

export interface ReadingContext {
  /** For `3月28日`. */
  year: number;
  /** The year's projects, for a name instead of a number. */
  projects: { no: number; name: string; labelName: string }[];
}

export interface RecordReading {
  /** Null for a blank, or when nothing may be used. */
  value: RecordValue | null;
  findings: Pick<Finding, 'level' | 'code' | 'detail'>[];
}

const yes = new Set(['是', '有', '√', '✓', '✔', 'Y', 'y', 'yes', 'true', '1', '已', '专栏']);
const notSo = new Set(['否', '无', '×', 'N', 'n', 'no', 'false', '0', '未', '没有', '/', '-', '—']);

/**
 * Reads what was typed or pasted into a field as people write it; the same for a cell of a workbook. Never guesses: a
 * word matches by its exact name, what is not exact has to be confirmed.
 */
export function readRecordText(field: RecordField, text: string, context: ReadingContext): RecordReading {
  const trimmed = text.replace(/[\u200b-\u200d\u2060\ufeff\u00ad]/g, '').trim();
  const plain = tidy(text);
  if (plain === '') return { value: null, findings: [] };
  const name = quoted(field.label);
  const refuse = (code: string, detail: string): RecordReading => ({
    value: null,
    findings: [{ level: 'error', code, detail: `${name}：“${trimmed}”${detail}` }],
  });
  switch (field.type) {
    case 'text':
      return { value: trimmed, findings: [] };
    case 'link':
      return isLink(trimmed)
        ? { value: trimmed, findings: [] }
        : refuse('bad_link', '不是网址，应以 http:// 或 https:// 开头');
    case 'day': {
      const day = parseDate(trimmed, context.year);
      return day === 'bad_date' ? refuse('bad_date', '不是日期，请改为如 2025-06-30') : { value: day, findings: [] };
    }
    case 'yes':
      if (yes.has(plain) || yes.has(plain.toLowerCase())) return { value: true, findings: [] };
      return notSo.has(plain) || notSo.has(plain.toLowerCase())
        ? { value: null, findings: [] }
        : refuse('not_yes', '应填“是”或留空');
    case 'word': {
      const words = Object.entries(wordsOf(field));
      const found = words.find(([code, label]) => code === plain || bare(label) === bare(plain));
      return found
        ? { value: found[0], findings: [] }
        : refuse('unknown_word', `不在可选范围内，应为：${words.map(([, label]) => label).join('、')}`);
    }
    case 'project': {
      const no = holdsMark(trimmed) ? undefined : /^(?:第)?(\d{1,3})(?:项|号)?$/.exec(plain)?.[1];
      const found = context.projects.find((each) =>
        no === undefined ? [each.name, each.labelName].some((label) => tidy(label) === plain) : each.no === Number(no),
      );
      return found
        ? { value: found.no, findings: [] }
        : refuse('unknown_project', '不是本年度民生实事项目，请填序号或名称');
    }
    case 'number': {
      const value = Number(plain);
      return Number.isFinite(value) && !holdsMark(trimmed)
        ? { value, findings: [] }
        : refuse('not_numeric', '不是数字');
    }
    case 'integer': {
      const { value, findings } = normaliseNumber(trimmed, field.measure);
      return {
        value,
        findings: findings.map(({ level, code, readsAs }) => ({
          level,
          code,
          detail: `${name}：“${trimmed}”${numberSentence(code, readsAs)}`,
        })),
      };
    }
  }
}

/** `政务（为民）服务大厅` and `政务服务大厅` mean the same, so do `宣传单` and `宣传单（册）`. */
function bare(label: string): string {
  return tidy(label).replace(/\(.*?\)/g, '');
}

function numberSentence(code: string, readsAs: number | null): string {
  switch (code) {
    case 'negative':
      return '是负数，请核对后改正';
    case 'not_integer':
      return '不是整数，请改为整数';
    case 'approximate':
      return `已按${readsAs}计，请确认`;
    case 'empty_as_zero':
      return '已按0计；没有统计的请留空';
    case 'cn_numeral':
    case 'scientific':
    case 'unit':
      return `已按${readsAs}计，请核对`;
    default:
      return '不是数字，请改为整数';
  }
}
