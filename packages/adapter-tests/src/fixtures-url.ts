/** The folder with the compiled modules that the tests run, with their sources: a `file:` URL in Node, in a page wherever the package is served from. */
export const fixturesUrl: URL = new URL('../fixtures/', import.meta.url);
