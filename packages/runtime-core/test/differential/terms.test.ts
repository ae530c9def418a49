import { differential } from './suite.js';

differential('terms');
