import { writeFile } from 'node:fs/promises';
import { LoadError } from '@beamline/runtime-core';
import { findInstalledOtp } from '../installed-otp.js';
import { otpArchive } from '../otp-archive.js';

/** Options of `beamline otp-archive`. */
export interface ArchiveOtpOptions {
  readonly output: string;
  readonly root?: string;
  readonly application?: readonly string[];
}

/** Writes an archive of an OTP and of further applications, for a page to start it. Rejects with LoadError. */
export async function archiveOtp(folders: readonly string[], { output, root, application }: ArchiveOtpOptions): Promise<void> {
  const found = root ?? findInstalledOtp()?.root;
  if (found === undefined) throw new LoadError('there is no installed OTP: --root says where one is', '');
  const archive = await otpArchive({ root: found, folders, ...(application === undefined ? {} : { applications: application }) });
  await writeFile(output, archive);
  process.stdout.write(`${output}: ${archive.length} bytes\n`);
}
