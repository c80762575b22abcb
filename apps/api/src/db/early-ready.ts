/** What a frontend says that is answered by one ReadyForQuery: Sync, Query, Function call. */
const answeredByReady = new Set('SQF'.split('').map((letter) => letter.charCodeAt(0)));
const READY = 'Z'.charCodeAt(0);
const ERROR = 'E'.charCodeAt(0);
/** One byte for the type and four for the length, which counts itself but not the type. */
const HEADER = 5;

type OnData = (data: Uint8Array) => void;

/**
 * PGlite says ReadyForQuery right after the error of a Parse, Bind or Execute and once more after the Sync that follows
 * (electric-sql/pglite#958). The driver takes the first for the end of its query and hands the next query the rest of
 * this one's answer: rows that somebody else asked for. PostgreSQL's protocol knows one ReadyForQuery per Sync, so one
 * that comes in answer to anything else is left out.
 * @param message what the frontend sends: one message, or a start-up packet, which has no type
 * @param onData takes the backend's bytes in pieces of any size
 * @param onError called for each error that the database reports
 */
export function withoutEarlyReady(message: Uint8Array, onData: OnData, onError: () => void): OnData {
  const [type = 0] = message;
  const dropReady = type !== 0 && !answeredByReady.has(type);
  const header = Buffer.alloc(HEADER);
  let inHeader = 0;
  let left = 0;
  let keep = true;
  return (data) => {
    const kept: Uint8Array[] = [];
    for (let at = 0; at < data.length;) {
      if (left > 0) {
        const end = Math.min(at + left, data.length);
        if (keep) kept.push(data.subarray(at, end));
        left -= end - at;
        at = end;
        continue;
      }
      header[inHeader++] = data[at++] as number;
      if (inHeader < HEADER) continue;
      inHeader = 0;
      left = header.readUInt32BE(1) - (HEADER - 1);
      if (header[0] === ERROR) onError();
      keep = !(dropReady && header[0] === READY);
      if (keep) kept.push(Buffer.from(header));
    }
    if (kept.length > 0) onData(Buffer.concat(kept));
  };
}
