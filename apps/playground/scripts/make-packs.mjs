// Makes the archives with the compilers that the page loads, of the OTP and the Elixir that are installed: node scripts/make-packs.mjs [FOLDER]
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findInstalledElixir, findInstalledOtp, otpArchive } from '@beamline/runtime-node';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { otp: { type: 'string' }, elixir: { type: 'string' } },
});
const folder = path.resolve(positionals[0] ?? fileURLToPath(new URL('../public/packs', import.meta.url)));

const otp = values.otp ?? findInstalledOtp()?.root;
if (otp === undefined) throw new Error('no OTP is installed; --otp names the root of one');
const elixir = values.elixir ?? findInstalledElixir()?.root;

/** The applications that compilers need. */
const applications = ['kernel', 'stdlib', 'compiler'];

await mkdir(folder, { recursive: true });
const packs = { erlang: 'erlang.avm' };
const erlang = await otpArchive({ root: otp, applications });
await writeFile(path.join(folder, packs.erlang), erlang);
console.log(`${packs.erlang}: ${(erlang.length / 1e6).toFixed(1)} MB, OTP of ${otp}`);
if (elixir === undefined) console.log('no Elixir is installed, so the page has only Erlang; --elixir names the folder of one');
else {
  packs.elixir = 'elixir.avm';
  const lib = (name) => path.join(elixir, 'lib', name);
  const bytes = await otpArchive({ root: otp, applications, folders: [lib('elixir'), lib('logger')] });
  await writeFile(path.join(folder, packs.elixir), bytes);
  console.log(`${packs.elixir}: ${(bytes.length / 1e6).toFixed(1)} MB, Elixir of ${elixir}`);
}
await writeFile(path.join(folder, 'packs.json'), `${JSON.stringify(packs)}\n`);
