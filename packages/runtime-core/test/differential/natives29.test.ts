import { differential } from './suite.js';

differential('natives29');
