/** Where MariaDB's rows come from. */
export const EXECUTED_MARIADB = 'executed on MariaDB 10.5.23, 10.11.18 and 11.8.6';
export const MANUAL_INSTANT =
  'MariaDB Knowledge Base, InnoDB Online DDL Operations with the INSTANT Alter Algorithm';
export const MANUAL_NOCOPY =
  'MariaDB Knowledge Base, InnoDB Online DDL Operations with the NOCOPY Alter Algorithm';
export const MANUAL_INPLACE =
  'MariaDB Knowledge Base, InnoDB Online DDL Operations with the INPLACE Alter Algorithm';
export const MANUAL_ONLINE = 'MariaDB Knowledge Base, Online Schema Change (11.2)';
