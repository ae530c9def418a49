/** What to try next: commands that work as they are, at the root of the repository, without Erlang. */
const nextSteps: readonly string[] = [
  'node packages/runtime-node/dist/beamline.js run apps/bench/programs/compiled/queens.beam main',
  'node packages/runtime-node/dist/beamline.js disassemble --wasm -f fib/1 apps/bench/programs/compiled/fib.beam',
  'npm run bench -- --html bench-report',
];

/** What the short form of the bench ends with: each of the last three lines can be copied as it is, in any shell. */
export function describeNextSteps(): string {
  return `Try next: run a program, see the WebAssembly that a function becomes, measure in full with a page of plots (some five minutes).
${nextSteps.join('\n')}`;
}
