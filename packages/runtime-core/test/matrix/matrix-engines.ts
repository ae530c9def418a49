import { type NodeVersion, nodePath, nodeVersions } from '../engines.js';

/** Flags of V8 by how its two compilers are used. */
const v8Tiers: Readonly<Record<string, readonly string[]>> = {
  default: [],
  baseline: ['--liftoff', '--no-wasm-tier-up'],
  optimizing: ['--no-liftoff'],
  // Tiers change early, at points that depend on how much has run.
  'budget-100': ['--wasm-tiering-budget=100'],
  'budget-3000': ['--wasm-tiering-budget=3000'],
  'budget-40000': ['--wasm-tiering-budget=40000'],
  // Every second function is optimized from the start, and calls of others cross from one tier to the other.
  mixed: ['--no-wasm-tier-up', '--wasm-tier-mask-for-testing=1431655765'],
};

/** Preferences of Firefox by how its two compilers are used. */
const firefoxTiers: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
  default: {},
  baseline: { 'javascript.options.wasm_baselinejit': true, 'javascript.options.wasm_optimizingjit': false },
  optimizing: { 'javascript.options.wasm_baselinejit': false, 'javascript.options.wasm_optimizingjit': true },
};

/** An engine as it is started. */
export type Engine = { readonly name: string } & (
  | { readonly kind: 'node'; readonly version: NodeVersion; readonly flags: readonly string[] }
  | { readonly kind: 'chromium'; readonly flags: readonly string[] }
  | { readonly kind: 'firefox'; readonly preferences: Readonly<Record<string, boolean>> }
);

/** All engines: `node20:default` and so on. */
export const engines: readonly Engine[] = [
  ...nodeVersions.flatMap((version) =>
    Object.entries(v8Tiers).map(
      ([tiers, flags]): Engine => ({ name: `node${version.split('.')[0] ?? ''}:${tiers}`, kind: 'node', version, flags }),
    ),
  ),
  ...Object.entries(v8Tiers).map(([tiers, flags]): Engine => ({ name: `chromium:${tiers}`, kind: 'chromium', flags })),
  ...Object.entries(firefoxTiers).map(([tiers, preferences]): Engine => ({ name: `firefox:${tiers}`, kind: 'firefox', preferences })),
];

/** The command that runs a program in an engine of Node. */
export function nodeCommand({ version, flags }: Extract<Engine, { kind: 'node' }>, program: string): { file: string; args: string[] } {
  return { file: nodePath(version), args: [...flags, program] };
}
