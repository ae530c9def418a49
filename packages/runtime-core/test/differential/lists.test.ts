import { differential } from './suite.js';

differential('lists');
