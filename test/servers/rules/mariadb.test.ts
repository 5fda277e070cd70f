import { describePages } from './describe-pages.js';

describePages('mariadb', '10.11');
describePages('mariadb', '11.8');
