import { describeCorpus } from './corpus/describe-corpus.js';

describeCorpus('mysql', '9.7');
