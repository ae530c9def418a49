import { release } from 'node:os';
import type { OperatingSystem } from '@beamline/runtime-core';

/** The operating system that Node runs on; undefined for Windows, as paths are written as in Unix everywhere. */
export function operatingSystem(): OperatingSystem | undefined {
  if (process.platform === 'win32') return undefined;
  const [major = 0, minor = 0, patch = 0] = (release().match(/\d+/g) ?? []).map(Number);
  return { name: process.platform, version: [major, minor, patch] };
}
