import { readFileSync } from 'node:fs';
import { Mutants } from './untrusted/mutants.js';

// Tries mutants and writes a line about each that has done harm, and a sign of life before each; see scripts/fuzz.mjs.

const [from = '0', to = '0', known = '', ...files] = process.argv.slice(2);
const bytes = (file: string): Uint8Array => new Uint8Array(readFileSync(file));
const mutants = new Mutants(files.map(bytes), bytes(known));
const fates: Record<string, number> = {};
for (let seed = Number(from); seed < Number(to); seed++) {
  process.stdout.write(`${JSON.stringify({ seed })}\n`);
  try {
    const fate = await mutants.try(seed);
    fates[fate] = (fates[fate] ?? 0) + 1;
    for (const { error } of mutants.traps.splice(0)) process.stdout.write(`${JSON.stringify({ seed, harm: String(error) })}\n`);
  } catch (error) {
    process.stdout.write(`${JSON.stringify({ seed, harm: error instanceof Error ? (error.stack ?? error.message) : String(error) })}\n`);
    mutants.reset();
  }
}
process.stdout.write(`${JSON.stringify({ fates })}\n`);
