import { browsers, startBrowser } from '@beamline/browsers';

for (const kind of browsers.filter(({ installed }) => installed)) {
  const browser = await startBrowser(kind);
  const page = await browser.newPage();
  await page.goto('data:text/html,<title>A page</title>');
  console.log(kind.name, await page.evaluate(() => document.title));
  await browser.close();
}
