import { differential } from './suite.js';

differential('regex29');
