import { LocalQueue } from '../../src/jobs/local-queue.js';
import { describeQueue } from './describe-queue.js';

describeQueue('in the process', (options) => Promise.resolve(new LocalQueue(options)));
