// Keeps what a page writes to its console, for the tests to read.

declare global {
  var consoleLines: string[];
}

const lines: string[] = [];
globalThis.consoleLines = lines;
const { log } = console;
console.log = (...values: unknown[]): void => {
  lines.push(values.map(String).join(' '));
  log(...values);
};

export type {};
