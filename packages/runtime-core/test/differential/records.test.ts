import { differential } from './suite.js';

differential('records');
