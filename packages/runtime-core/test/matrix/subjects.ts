import { readdirSync } from 'node:fs';
import type { Plan } from './plan.js';

/** Files of the differential modules: `name` as OTP 25 compiled it, `otp29/name` as OTP 29 did. */
export function differentialFiles(folder: string): Plan['files'] {
  const files: Record<string, Plan['files'][string]> = {};
  for (const release of ['otp25', 'otp29', 'otp29-only']) {
    let names: string[];
    try {
      names = readdirSync(`${folder}/${release}`);
    } catch {
      // A folder of random modules has one release.
      continue;
    }
    for (const name of names) {
      if (!name.endsWith('.beam')) continue;
      const module = name.slice(0, -'.beam'.length);
      const results = release === 'otp29' ? 'otp25' : release;
      files[release === 'otp29' ? `otp29/${module}` : module] = {
        beam: `${folder}/${release}/${name}`,
        cases: `${folder}/${results}/${module}.jsonl`,
        otpRelease: results === 'otp29-only' ? 29 : 25,
      };
    }
  }
  return files;
}
