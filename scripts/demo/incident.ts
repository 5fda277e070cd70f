import type { BuiltRepository } from '../../test/github/repository.js';

/** A shop whose order statuses grew twice at their end, each time in no time. */
const HISTORY: Readonly<Record<string, string>> = {
  '0001_customers': `CREATE TABLE customers (
  id BIGINT PRIMARY KEY AUTO_INCREMENT,
  email VARCHAR(255) NOT NULL,
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);`,
  '0002_orders': `CREATE TABLE orders (
  id BIGINT PRIMARY KEY AUTO_INCREMENT,
  customer_id BIGINT NOT NULL,
  status ENUM('new','paid','failed') NOT NULL DEFAULT 'new',
  total DECIMAL(10,2) NOT NULL,
  placed_at DATETIME NOT NULL,
  KEY orders_by_customer (customer_id)
);`,
  '0003_order_items': `CREATE TABLE order_items (
  order_id BIGINT NOT NULL,
  position INT NOT NULL,
  sku VARCHAR(64) NOT NULL,
  quantity INT NOT NULL DEFAULT 1,
  PRIMARY KEY (order_id, position)
);`,
  '0004_customers_name': 'ALTER TABLE customers ADD COLUMN name VARCHAR(200) NULL;',
  '0005_unique_email': 'CREATE UNIQUE INDEX customers_email ON customers (email);',
  '0006_orders_note': 'ALTER TABLE orders ADD COLUMN note VARCHAR(500) NULL;',
  '0007_orders_by_placed_at': 'CREATE INDEX orders_by_placed_at ON orders (placed_at);',
  '0008_status_refunded':
    "ALTER TABLE orders MODIFY status ENUM('new','paid','failed','refunded') NOT NULL DEFAULT 'new';",
  '0009_items_discount': 'ALTER TABLE order_items ADD COLUMN discount DECIMAL(10,2) NOT NULL DEFAULT 0;',
  '0010_status_disputed':
    "ALTER TABLE orders MODIFY status ENUM('new','paid','failed','refunded','disputed') NOT NULL DEFAULT 'new';",
};

const CHANGE = `-- Payments retries since 4.2, so an order is never "failed" any more.
ALTER TABLE orders
  MODIFY status ENUM('new','paid','refunded','disputed') NOT NULL DEFAULT 'new';
`;

const CONFIG = `migrations:
  - path: db/migrations
    engine: mysql
    version: "8.0.36"
    session: { lock_wait_timeout: 5 }
`;

/** What the demo opens as a pull request. */
export interface Proposal {
  readonly base: string;
  readonly head: string;
  readonly title: string;
}

/** Writes the incident into an empty repository: ten merged migrations, and a branch that removes a value. */
export async function writeIncident(repository: BuiltRepository): Promise<Proposal> {
  await repository.commits([
    { message: 'Configure Precheck', files: { '.github/precheck.yml': CONFIG, 'README.md': '# Shop\n' } },
    ...Object.entries(HISTORY).map(([name, sql]) => ({
      message: name.replace(/^\d+_/, '').replaceAll('_', ' '),
      files: { [`db/migrations/${name}.sql`]: `${sql}\n` },
    })),
  ]);
  await repository.commit({
    branch: 'remove-failed-status',
    message: 'Remove the order status "failed"',
    files: { 'db/migrations/0011_remove_failed_status.sql': CHANGE },
  });
  return { base: 'main', head: 'remove-failed-status', title: 'Remove the order status "failed"' };
}
