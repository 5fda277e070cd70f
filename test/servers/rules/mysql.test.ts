import { describePages } from './describe-pages.js';

describePages('mysql', '9.7');
describePages('mysql', '5.6');
