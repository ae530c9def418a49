// A debugger of the main thread, in a thread of its own: what it is told of modules, and a breakpoint in the line of one.
import { Session } from 'node:inspector';
import { parentPort } from 'node:worker_threads';
import { generatedPositionFor, TraceMap } from '@jridgewell/trace-mapping';

const session = new Session();
session.connectToMainThread();
const post = (method, parameters) =>
  new Promise((resolve, reject) => {
    session.post(method, parameters, (error, result) => (error === null ? resolve(result) : reject(new Error(error.message))));
  });

/** Scripts of WebAssembly that have a source map. */
const scripts = [];
session.on('Debugger.scriptParsed', ({ params }) => {
  if (params.scriptLanguage === 'WebAssembly' && params.sourceMapURL !== '') scripts.push(params);
});
session.on('Debugger.paused', ({ params }) => {
  const frames = params.callFrames.map(({ functionName, location }) => ({
    functionName,
    column: location.columnNumber,
    scriptId: location.scriptId,
  }));
  parentPort.postMessage({ paused: frames });
  post('Debugger.resume').catch(() => undefined);
});
parentPort.on('message', async ({ source, line, profile }) => {
  if (profile === 'start') {
    await post('Profiler.setSamplingInterval', { interval: 100 });
    await post('Profiler.start');
    parentPort.postMessage({ done: true });
    return;
  }
  if (profile === 'stop') {
    const result = await post('Profiler.stop');
    parentPort.postMessage({ functions: result.profile.nodes.map((node) => node.callFrame.functionName) });
    return;
  }
  for (const { scriptId, sourceMapURL } of scripts) {
    const map = new TraceMap(JSON.parse(Buffer.from(sourceMapURL.split(',')[1], 'base64').toString()));
    if (!map.sources.includes(source)) continue;
    const place = generatedPositionFor(map, { source, line, column: 0 });
    const { breakpointId, actualLocation } = await post('Debugger.setBreakpoint', {
      location: { scriptId, lineNumber: 0, columnNumber: place.column },
    });
    parentPort.postMessage({ breakpointId, sourceMapURL, column: actualLocation.columnNumber });
    return;
  }
  parentPort.postMessage({ missing: scripts.length });
});
// The listener keeps the thread, which waits for answers.
await post('Debugger.enable');
await post('Profiler.enable');
parentPort.postMessage({ ready: true });
