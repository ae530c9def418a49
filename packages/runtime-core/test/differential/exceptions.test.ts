import { differential } from './suite.js';

differential('exceptions');
