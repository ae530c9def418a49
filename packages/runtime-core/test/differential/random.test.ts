import { differential } from './suite.js';

differential('random');
