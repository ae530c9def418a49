import { differential } from './suite.js';

differential('maps29');
