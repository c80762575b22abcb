export type RefusalCode =
  | 'file_empty'
  | 'file_type_unsupported'
  | 'file_damaged'
  | 'encrypted'
  | 'too_large'
  | 'zip_bomb'
  | 'old_excel'
  | 'macro'
  | 'xml_entity';

/** The remedy for most files that cannot be read. */
export const SAVE_AS = '请在 WPS 或 Excel 中另存为 .xlsx 后重新导入';

export const SAVE_AS_DOCX = '请在 WPS 或 Word 中另存为 .docx 后重新导入';

/** A file that is not read, with a sentence for the clerk who sent it. */
export class WorkbookRefused extends Error {
  readonly code: RefusalCode;
  readonly detail: string;
  constructor(code: RefusalCode, detail: string) {
    super(detail);
    this.name = 'WorkbookRefused';
    this.code = code;
    this.detail = detail;
  }
}

export function macro(): WorkbookRefused {
  return new WorkbookRefused('macro', '文件中含有宏（程序），不予读取；请另存为不含宏的 .xlsx 后重新导入');
}

export function encrypted(): WorkbookRefused {
  return new WorkbookRefused('encrypted', '文件设有打开密码，请取消密码后重新导入');
}
