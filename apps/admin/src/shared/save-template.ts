import { XLSX } from '@nuanxin/contract';
import { api } from '../api.ts';
import { failed } from './notify.ts';
import { saveFile } from './save-file.ts';

/** The workbook to fill in; what is not named is chosen in it, but the own unit of who has only one. */
export async function saveTemplate(query: { unit?: string; period?: string }): Promise<void> {
  try {
    saveFile((await api.getFormTemplate({ params: { code: 'annex7' }, query })).data, XLSX);
  } catch (error) {
    failed(error);
  }
}
