import { spawnSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { appFolder } from '../programs.js';
import type { MachineDescription } from '../report/bench-report.js';

/** This machine. */
export function describeMachine(): MachineDescription {
  const processors = cpus();
  const model = processors[0]?.model.trim() ?? 'unknown processor';
  return {
    class: `${process.platform}-${process.arch}, ${processors.length} × ${model}`,
    memoryGigabytes: Math.round(totalmem() / 1e9),
    loadBefore: loadavg()[0] ?? 0,
  };
}

/** The commit of the sources, with `+` behind it if they have been changed; undefined where git does not tell. */
export function currentCommit(): string | undefined {
  const git = (...args: string[]): string | undefined => {
    const { status, stdout } = spawnSync('git', args, { cwd: appFolder('.'), encoding: 'utf8' });
    return status === 0 ? stdout.trim() : undefined;
  };
  const commit = git('rev-parse', '--short=12', 'HEAD');
  if (commit === undefined) return undefined;
  const changes = git('status', '--porcelain', '--', ':/', ':(top,exclude)apps/bench/history');
  return `${commit}${changes === '' ? '' : '+'}`;
}
