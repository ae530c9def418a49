import { mkdirSync } from 'node:fs';
import { bench, isRight } from './bench.js';
import { appendRecords, HistoryError, type HistoryRecord, historyFile, readHistory, recordsOf } from './history/history.js';
import { changesSince, describeChange } from './history/slowdowns.js';
import { fullRule, shortRule } from './measuring/run-rule.js';
import { describeNextSteps } from './next-steps.js';
import { type BenchOptions, readOptions, USAGE, UsageError } from './options.js';
import { atomVmPeer } from './peers/atomvm-peer.js';
import { browserPeer } from './peers/browser-peers.js';
import { type NodeEngine, nodeOf, nodePeer, thisNode } from './peers/node-peers.js';
import { otpPeer } from './peers/otp-peer.js';
import type { Peer } from './peers/peer.js';
import { readPrograms } from './programs.js';
import { progressOn } from './progress.js';
import { writePage } from './report/html.js';
import { costTable, summary, timeTables } from './report/table.js';

function enginesOf({ nodes, browsers }: BenchOptions): NodeEngine[] {
  if (nodes.length > 0) return nodes.map(nodeOf);
  return browsers.length > 0 ? [] : [thisNode];
}

/** All that was asked for, in the order in which it runs. */
function peersOf(options: BenchOptions, engines: readonly NodeEngine[]): Peer[] {
  const { browsers, erls, peers } = options;
  const systems = peers.includes('javascript') ? (['beamline', 'javascript'] as const) : (['beamline'] as const);
  return [
    ...(peers.includes('otp') ? erls.map(otpPeer) : []),
    ...engines.flatMap((engine) => systems.map((system) => nodePeer(engine, system))),
    ...browsers.flatMap((browser) => systems.map((system) => browserPeer(browser, system))),
    ...(peers.includes('atomvm') ? [atomVmPeer] : []),
  ];
}

/** Makes the folder of the page. Throws UsageError. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(`the folder ${folder} cannot be made: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function main(args: readonly string[]): Promise<number> {
  const programs = readPrograms();
  let options: BenchOptions;
  let history: HistoryRecord[];
  try {
    options = readOptions(
      args,
      programs.map(({ name }) => name),
    );
    // What is needed at the end is looked at before minutes of measuring.
    history = options.compare ? readHistory() : [];
    if (options.html !== undefined) makeFolder(options.html);
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof HistoryError)) throw error;
    process.stderr.write(`bench: ${error.message}\n${error instanceof UsageError ? `\n${USAGE}` : ''}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const { short, json, html, record, busy } = options;
  const engines = enginesOf(options);
  const [engine] = engines;
  const report = await bench(
    {
      programs: programs.filter(({ name }) => options.programs.length === 0 || options.programs.includes(name)),
      peers: peersOf(options, engines),
      rule: short ? shortRule : fullRule,
      short,
      costs: short || engine === undefined ? undefined : { engine, erl: options.peers.includes('otp') ? options.erls[0] : undefined },
    },
    progressOn(process.stderr),
  );
  const say = (text: string): void => {
    process.stdout.write(`${text}\n`);
  };
  const tell = json ? (text: string) => process.stderr.write(`${text}\n`) : say;
  if (json) say(JSON.stringify(report, undefined, 2));
  else {
    say(timeTables(report));
    const costs = costTable(report);
    if (costs !== undefined) say(`\n${costs}`);
    say(`\n${summary(report)}`);
    if (short) say('This was the short form, with few runs: engines have hardly warmed up, and single figures say little.');
  }
  const records = recordsOf(report, busy);
  if (options.compare) for (const each of records) tell(describeChange(changesSince(history, each)));
  if (record) {
    appendRecords(records);
    tell(`Added to ${historyFile}`);
  }
  if (html !== undefined) tell(`Wrote ${await writePage(report, html)}`);
  if (options.nextSteps) tell(`More: apps/bench/README.md\n\n${describeNextSteps()}`);
  return isRight(report) ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
