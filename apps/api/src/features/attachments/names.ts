const LONGEST = 120;

/**
 * The name under which a file is kept: without folders, without what is not seen or turns the reading direction, and with
 * an ending of what it is. `照片.exe` that is a picture becomes `照片.exe.jpg`: who saves it must not run it.
 */
export function attachmentName(fileName: string, endings: readonly string[]): string {
  const last = fileName.split(/[\\/]/).at(-1) ?? '';
  const shown = last
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  const ending = /\.([a-z0-9]{1,5})$/i.exec(shown)?.[1]?.toLowerCase();
  const fits = ending !== undefined && endings.includes(ending);
  const base = fits ? shown.slice(0, -ending.length - 1) : shown;
  const short =
    [...base]
      .slice(0, LONGEST)
      .join('')
      .replace(/[\s.]+$/, '') || '附件';
  return `${short}.${fits ? ending : endings[0]}`;
}
