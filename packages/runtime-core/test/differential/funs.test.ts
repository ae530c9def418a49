import { differential } from './suite.js';

differential('funs');
