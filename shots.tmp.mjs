import { chromium } from 'playwright-core';
const base = process.env.BASE ?? 'http://127.0.0.1:3100';
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
async function session(user, pw, width) {
  const c = await b.newContext({ viewport: { width, height: 900 }, locale: 'zh-CN' });
  const p = await c.newPage();
  p.on('console', m => { if (m.type() === 'error') console.log(user, 'console', m.text()); });
  p.on('pageerror', e => console.log(user, 'pageerror', e.message));
  await p.goto(base + '/sign-in');
  await p.getByTestId('username').fill(user); await p.getByTestId('password').fill(pw);
  await p.getByTestId('sign-in-submit').click();
  await p.waitForURL(u => !u.pathname.includes('sign-in'));
  return p;
}
const shot = async (p, name, path, full = false) => { if (path) { await p.goto(base + path); } await p.waitForLoadState('networkidle'); await p.waitForTimeout(300); await p.screenshot({ path: `/tmp/shots/${name}.png`, fullPage: full }); };
const which = process.argv.slice(2);
const want = n => which.length === 0 || which.includes(n);
const P = 'Nuanxin-2025-demo';
const w = Number(process.env.W ?? 1440);
if (want('signin')) { const c = await b.newContext({ viewport: { width: w, height: 900 } }); const p = await c.newPage(); await p.goto(base); await p.waitForTimeout(800); await p.screenshot({ path: '/tmp/shots/signin.png' }); }
const o = await session('admin', P, w);
if (want('overview')) await shot(o, 'overview', '/overview', true);
if (want('tasks')) { await shot(o, 'tasks', '/tasks'); await o.getByText('报送工作小结及情况统计表').first().click(); await o.waitForTimeout(900); await o.screenshot({ path: '/tmp/shots/taskdrawer.png' }); }
if (want('submissions')) await shot(o, 'submissions', '/submissions');
if (want('review')) { await shot(o, 'x', '/submissions?state=submitted'); await o.locator('table a').first().click(); await o.waitForTimeout(1200); await o.screenshot({ path: '/tmp/shots/review.png' }); await o.keyboard.press('r'); await o.waitForTimeout(500); await o.screenshot({ path: '/tmp/shots/return.png' }); }
if (want('imports')) { await shot(o, 'imports0', '/imports'); await o.getByTestId('import-file').setInputFiles('/work/main/reports/2025年三季度情况汇总表_有错.xlsx'); await o.getByTestId('outcome').waitFor(); await o.waitForTimeout(500); await o.screenshot({ path: '/tmp/shots/imports.png', fullPage: true }); }
if (want('units')) await shot(o, 'units', '/units');
if (want('users')) await shot(o, 'users', '/users');
if (want('calendar')) await shot(o, 'calendar', '/calendar');
if (want('my')) { const r = await session('341003101', P, w); await shot(r, 'my', '/my'); await r.getByTestId('open-2025Q2').click(); await r.waitForTimeout(1200); await r.screenshot({ path: '/tmp/shots/fill.png' }); await r.screenshot({ path: '/tmp/shots/fillfull.png', fullPage: true }); }
if (want('audit')) { const a = await session('shenji', P, w); await shot(a, 'audit', '/audit'); }
await b.close();
