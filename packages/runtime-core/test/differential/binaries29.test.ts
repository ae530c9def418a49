import { differential } from './suite.js';

differential('binaries29');
