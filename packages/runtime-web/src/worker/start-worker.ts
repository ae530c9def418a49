import { LoadError } from '@beamline/runtime-core';
import { absoluteUrl } from '../base-url.js';
import type { WorkerOptions } from './worker-settings.js';

/** A Worker, and what happens to it. */
export interface StartedWorker {
  readonly worker: Worker;
  /** Rejects when its script cannot be loaded. */
  readonly failed: Promise<never>;
}

/** Starts the Worker of a machine. */
export function startWorker({ url, create }: WorkerOptions): StartedWorker {
  // Written in this form, bundlers make a file of the Worker.
  const worker =
    create?.() ?? (url === undefined ? new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }) : workerAt(url));
  const failed = new Promise<never>((_, reject) => {
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      const location = String(url ?? 'worker.js');
      const reason = event.message === undefined || event.message === '' ? 'its script cannot be loaded' : event.message;
      reject(
        new LoadError(
          `cannot start the Worker of the machine: ${reason}. The option worker.url says where worker.js of @beamline/runtime-web is`,
          location,
        ),
      );
    });
  });
  failed.catch(() => undefined);
  return { worker, failed };
}

/** A Worker of a script that may be of another origin, where it is imported by a script of this one. */
function workerAt(url: string | URL): Worker {
  const absolute = absoluteUrl(url);
  if (absolute.origin === location.origin || absolute.protocol === 'blob:' || absolute.protocol === 'data:')
    return new Worker(absolute, { type: 'module' });
  const script = URL.createObjectURL(new Blob([`import ${JSON.stringify(absolute.href)};`], { type: 'text/javascript' }));
  const worker = new Worker(script, { type: 'module' });
  // It is fetched by then, or never will be.
  setTimeout(() => URL.revokeObjectURL(script), 60_000);
  return worker;
}
