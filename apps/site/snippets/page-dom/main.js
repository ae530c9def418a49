import { createRuntime } from '@beamline/runtime-web';
import clicks from './clicks.beam';

const runtime = await createRuntime({
  codePaths: clicks.codePaths,
  javascript: { globals: { document } }, // what the program may reach
});
runtime.spawn('clicks', 'start', []);
