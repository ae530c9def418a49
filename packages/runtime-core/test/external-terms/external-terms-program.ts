import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomExternalTerm } from './random-external-term.js';
import { difference, readVerdicts, type Verdict, verdictsOf } from './verdicts.js';

// Compares what the real Erlang (OTP 25 on the PATH) and Beamline make of random external terms; see
// scripts/fuzz-external-terms.mjs.

/** Cases for one run of the real Erlang, and for one machine. */
const BATCH = 5000;
/** A verdict that cannot be: the emulator crashed. */
const CRASHED = 'crashed';

const [first = '0', count = '0', fixtures = '', output = ''] = process.argv.slice(2);
const folder = mkdtempSync(path.join(tmpdir(), 'external-terms-'));

/** The verdicts of the real Erlang. It is started again behind a case that makes it crash. */
function realVerdicts(cases: readonly Uint8Array[]): (Verdict | typeof CRASHED)[] {
  const input = path.join(folder, 'cases');
  const verdicts: (Verdict | typeof CRASHED)[] = [];
  writeFileSync(input, Buffer.concat(cases.flatMap((bytes) => [sizeOf(bytes), bytes])));
  while (verdicts.length < cases.length) {
    const results = path.join(folder, 'verdicts');
    rmSync(results, { force: true });
    const flags = ['-noshell', '-pa', fixtures, '-run', 'external_verdicts', 'main', '-extra', input, results, String(verdicts.length)];
    spawnSync('erl', flags, { stdio: 'ignore', env: { ...process.env, ERL_CRASH_DUMP: path.join(folder, 'dump') } });
    if (existsSync(results)) verdicts.push(...readVerdicts(new Uint8Array(readFileSync(results))));
    if (verdicts.length < cases.length) verdicts.push(CRASHED);
  }
  return verdicts;
}

function sizeOf(bytes: Uint8Array): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(bytes.length);
  return size;
}

const fates: Record<string, number> = {};
const known: Uint8Array[] = [];
for (let seed = Number(first); seed < Number(first) + Number(count); seed += BATCH) {
  const size = Math.min(BATCH, Number(first) + Number(count) - seed);
  const cases = Array.from({ length: size }, (_, i) => randomExternalTerm(seed + i));
  const theirs = realVerdicts(cases);
  const ours = await verdictsOf(cases);
  for (const [i, bytes] of cases.entries()) {
    const verdict = theirs[i];
    let fate = 'OTP crashed';
    if (verdict !== CRASHED) fate = difference(bytes, ours[i], verdict) ?? 'different';
    known.push(verdict === CRASHED || verdict === undefined ? new Uint8Array() : verdict);
    if (fate === 'same') fate = ours[i] === undefined ? 'same: badarg' : 'same: a term';
    fates[fate] = (fates[fate] ?? 0) + 1;
    if (fate !== 'different') continue;
    console.log(`${seed + i}: ${hex(bytes)}\n  Beamline: ${hex(ours[i])}\n  OTP: ${hex(verdict === CRASHED ? undefined : verdict)}`);
  }
}
console.log(fates);
if (output !== '') writeFileSync(output, Buffer.concat(known.flatMap((bytes) => [sizeOf(bytes), bytes])));
rmSync(folder, { recursive: true });

function hex(verdict: Verdict): string {
  return verdict === undefined ? 'badarg' : Buffer.from(verdict).toString('hex');
}
