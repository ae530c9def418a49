import { differential } from './suite.js';

differential('integers');
