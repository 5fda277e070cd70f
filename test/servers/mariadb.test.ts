import { describeMysql } from './truth/describe-mysql.js';

describeMysql('mariadb', '10.11');
describeMysql('mariadb', '11.8');
