export { type BrowserKind, browsers, startBrowser } from './browsers.js';
export type { Browser, Page } from './page.js';
