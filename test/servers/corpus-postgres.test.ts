import { describeCorpus } from './corpus/describe-corpus.js';

describeCorpus('postgres', '16');
