import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

export interface Posted {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  json: { msgtype?: string; text?: { content: string }; type?: string; data?: unknown };
}

/** Stands for robots and webhooks: keeps what it is sent, and answers as it is told. */
export async function startReceiver() {
  const posts: Posted[] = [];
  let answer: (posted: Posted) => { status?: number; body?: string; headers?: Record<string, string> } = () => ({});
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const posted = {
      path: request.url ?? '',
      headers: request.headers,
      body,
      json: JSON.parse(body) as Posted['json'],
    };
    posts.push(posted);
    const { status = 200, body: said = '{"errcode":0,"errmsg":"ok"}', headers = {} } = answer(posted);
    response.writeHead(status, headers).end(said);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posts,
    answerWith(next: typeof answer) {
      answer = next;
    },
    close: async () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

export interface Mailed {
  from: string;
  to: string[];
  raw: string;
  id: string | undefined;
}

/** Stands for a mail server: takes everything, or what it is told to. */
export async function startMailServer() {
  const mails: Mailed[] = [];
  let refuse: (to: string) => string | null = () => null;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onAuth({ username, password }, _session, done) {
      if (password === 'right') done(null, { user: username });
      else done(new Error('535 authentication failed'));
    },
    onRcptTo({ address }, _session, done) {
      const why = refuse(address);
      if (why === null) done();
      else done(Object.assign(new Error(why), { responseCode: Number(why.slice(0, 3)) }));
    },
    onData(stream, { envelope }, done) {
      const whole = text(stream).then((raw) => {
        const id = /^message-id: <([^@>]+)@/im.exec(raw)?.[1];
        mails.push({
          from: envelope.mailFrom ? envelope.mailFrom.address : '',
          to: envelope.rcptTo.map(({ address }) => address),
          raw,
          id,
        });
        done();
      });
      // The sender is gone in the midst of it: no mail.
      whole.catch(() => {});
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    refuseWith(next: typeof refuse) {
      refuse = next;
    },
    close: async () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
