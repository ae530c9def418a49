import { differential } from './suite.js';

differential('processes');
