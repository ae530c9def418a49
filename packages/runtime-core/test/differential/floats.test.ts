import { differential } from './suite.js';

differential('floats');
