// Runs turbo with its telemetry off, on every platform.
import { spawnSync } from 'node:child_process';

process.env.TURBO_TELEMETRY_DISABLED = '1';
process.env.DO_NOT_TRACK = '1';

const { status } = spawnSync('turbo', process.argv.slice(2), { stdio: 'inherit', shell: process.platform === 'win32' });
process.exitCode = status ?? 1;
