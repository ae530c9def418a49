/** What to try next: a command that works as it is printed, at the root of the repository, without Erlang, and what it does. */
export interface NextStep {
  readonly command: string;
  readonly what: string;
}

/** What the short form of the bench ends with. */
export const nextSteps: readonly NextStep[] = [
  {
    command: 'node packages/runtime-node/dist/beamline.js run apps/bench/programs/compiled/queens.beam main',
    what: 'runs a program',
  },
  {
    command: 'node packages/runtime-node/dist/beamline.js disassemble --wasm -f fib/1 apps/bench/programs/compiled/fib.beam',
    what: 'shows a function, and the WebAssembly that it becomes',
  },
  {
    command: 'npm run bench -- --html bench-report',
    what: 'is the full bench, in some five minutes, and writes a page with plots',
  },
];

/** The steps, each on a line that can be copied as it is. */
export function describeNextSteps(): string {
  return ['Try next:', ...nextSteps.map(({ command, what }) => `  ${command}  # ${what}`)].join('\n');
}
