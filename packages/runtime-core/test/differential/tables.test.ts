import { differential } from './suite.js';

differential('tables');
