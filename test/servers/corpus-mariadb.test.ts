import { describeCorpus } from './corpus/describe-corpus.js';

describeCorpus('mariadb', '10.11');
