import type { Measurement } from '../machine/program.js';

/** Milliseconds that a script may take. */
const LIMIT = 30_000;

/** What is put behind a script: calls its `bench` as often, and as long, as the machine calls Erlang's. */
const MEASURE = `
;try {
  let value = bench();
  let best = Infinity;
  let times = 0;
  const end = performance.now() + 1500;
  while (times < 20 && (times === 0 || performance.now() < end)) {
    const start = performance.now();
    value = bench();
    best = Math.min(best, performance.now() - start);
    times++;
  }
  postMessage({ best, times, value: typeof value === 'bigint' ? String(value) : JSON.stringify(value) });
} catch (error) {
  postMessage({ error: String(error) });
}
`;

interface Answer {
  readonly best?: number;
  readonly times?: number;
  readonly value?: string;
  readonly error?: string;
}

/** Measures the function `bench` of a script, in a Worker of its own. */
export async function measureJavaScript(source: string): Promise<Measurement> {
  const url = URL.createObjectURL(new Blob([source, MEASURE], { type: 'text/javascript' }));
  const worker = new Worker(url, { type: 'module' });
  try {
    const {
      best = 0,
      times = 0,
      value = '',
      error,
    } = await new Promise<Answer>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
      worker.onerror = (event) => {
        event.preventDefault();
        reject(new Error(event.message === '' ? 'the script cannot be run' : event.message));
      };
      setTimeout(() => reject(new Error('the script takes too long')), LIMIT);
    });
    if (error !== undefined) throw new Error(error);
    return { best, times, value };
  } finally {
    worker.terminate();
    URL.revokeObjectURL(url);
  }
}
