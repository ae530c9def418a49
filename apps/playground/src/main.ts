import { Playground } from './playground.js';

new Playground().start().catch((error: unknown) => {
  console.error(error);
});
