/// <reference types="../client.d.ts" />
import { createRuntime } from '@beamline/runtime-web';
import archive from './app.avm';
import file from './hello.beam';
import project from './project?beam';

/** How programs are used, for the type checker alone. */
export async function use(): Promise<void> {
  for (const { codePaths, start, attach } of [archive, file, project]) {
    const runtime = await createRuntime({ codePaths });
    const detach: () => void = attach(runtime);
    if (start !== undefined) await runtime.call(start.module, start.name);
    detach();
  }
}
