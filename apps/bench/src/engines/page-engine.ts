// What runs in a page that the bench opens: it calls what is in `benchEngine`.
import { createRuntime } from '@beamline/runtime-web';
import { measureBeamline } from '../measuring/measure-beamline.js';
import { type JavaScriptProgram, measureJavaScript } from '../measuring/measure-javascript.js';
import type { ProgramResult } from '../measuring/program-result.js';
import type { RunRule } from '../measuring/run-rule.js';
import { clockStep, type Engine } from './engine.js';

/** A program, as the page is told of it. */
export interface PageProgram {
  readonly name: string;
  readonly group: string;
  readonly expected: string;
}

/** What the bench calls from outside. */
export interface PageEngine {
  /** What the page says of itself: the browser, and its clock. */
  describe(): Engine;
  beamline(program: PageProgram, rule: RunRule): Promise<ProgramResult>;
  javascript(program: PageProgram, rule: RunRule): Promise<ProgramResult>;
}

declare global {
  var benchEngine: PageEngine;
}

globalThis.benchEngine = {
  describe: () => ({ version: navigator.userAgent, clock: clockStep(() => performance.now()) }),

  async beamline({ name, expected }, rule) {
    const response = await fetch(`/compiled/${name}.beam`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    return await measureBeamline(() => createRuntime({ cache: false }), { name, bytes, expected }, rule);
  },

  async javascript({ name, group, expected }, rule) {
    const load = async (): Promise<JavaScriptProgram> => (await import(`/javascript/${group}/${name}.js`)) as JavaScriptProgram;
    return await measureJavaScript(name, load, expected, rule);
  },
};
