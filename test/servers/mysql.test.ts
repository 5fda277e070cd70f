import { describeMysql } from './truth/describe-mysql.js';

describeMysql('mysql', '9.7');
