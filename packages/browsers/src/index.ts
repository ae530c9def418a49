export { type Browser, type BrowserKind, browsers, type Page, startBrowser } from './browsers.js';
