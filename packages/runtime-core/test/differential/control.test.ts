import { differential } from './suite.js';

differential('control');
