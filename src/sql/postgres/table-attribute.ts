import type { AlterTableType } from 'libpg-query';
import type { Operation, OperationOf } from '../operation.js';
import { lookUp } from '../../look-up.js';
import type { Command } from './alter-command.js';
import { optionsOf } from './index-definition.js';
import { as, items, valueText } from './tree.js';

type Attribute = OperationOf<'setTableAttribute'>['attribute'];

/** Commands that say all with their own name; `*` stands for the name that follows. */
const ATTRIBUTES: Partial<Readonly<Record<AlterTableType, readonly [Attribute, string]>>> = {
  AT_ClusterOn: ['cluster-on', '*'],
  AT_DropCluster: ['cluster-on', 'none'],
  AT_DropOf: ['of-type', 'none'],
  AT_EnableTrig: ['trigger', 'enable *'],
  AT_EnableAlwaysTrig: ['trigger', 'enable always *'],
  AT_EnableReplicaTrig: ['trigger', 'enable replica *'],
  AT_DisableTrig: ['trigger', 'disable *'],
  AT_EnableTrigAll: ['trigger', 'enable all'],
  AT_DisableTrigAll: ['trigger', 'disable all'],
  AT_EnableTrigUser: ['trigger', 'enable user'],
  AT_DisableTrigUser: ['trigger', 'disable user'],
  AT_EnableRule: ['rule', 'enable *'],
  AT_EnableAlwaysRule: ['rule', 'enable always *'],
  AT_EnableReplicaRule: ['rule', 'enable replica *'],
  AT_DisableRule: ['rule', 'disable *'],
  AT_EnableRowSecurity: ['row-security', 'enable'],
  AT_DisableRowSecurity: ['row-security', 'disable'],
  AT_ForceRowSecurity: ['row-security', 'force'],
  AT_NoForceRowSecurity: ['row-security', 'no force'],
};

const IDENTITIES: Readonly<Record<string, string>> = { d: 'default', f: 'full', n: 'nothing' };

const OPTION_COMMANDS: ReadonlySet<AlterTableType | undefined> = new Set<AlterTableType>([
  'AT_SetRelOptions',
  'AT_ResetRelOptions',
  'AT_GenericOptions',
]);

/** Commands about the table as a whole: owner, options, tablespace, logging, row security, triggers. */
export function attributeCommands(at: Command): readonly Operation[] | undefined {
  if (OPTION_COMMANDS.has(at.command.subtype)) return optionCommands(at);
  const operation = attributeCommand(at);
  return operation && [operation];
}

function attributeCommand({ source, command, on }: Command): Operation | undefined {
  const name = command.name ?? '';
  const fixed = command.subtype && ATTRIBUTES[command.subtype];
  if (fixed) {
    const [attribute, value] = fixed;
    return { kind: 'setTableAttribute', ...on, attribute, value: value.replace('*', () => name) };
  }
  switch (command.subtype) {
    case 'AT_ChangeOwner': {
      const value = valueText(command.newowner && { RoleSpec: command.newowner });
      return { kind: 'setTableAttribute', ...on, attribute: 'owner', value };
    }
    case 'AT_SetAccessMethod':
      source.needs(15, 'SET ACCESS METHOD');
      return {
        kind: 'setTableAttribute',
        ...on,
        attribute: 'access-method',
        value: command.name ?? 'default',
      };
    case 'AT_ReplicaIdentity': {
      const identity = as(command.def, 'ReplicaIdentityStmt');
      const value =
        lookUp(IDENTITIES, identity?.identity_type ?? '') ?? `using index ${identity?.name ?? ''}`;
      return { kind: 'setTableAttribute', ...on, attribute: 'replica-identity', value };
    }
    case 'AT_SetLogged':
    case 'AT_SetUnLogged':
      return { kind: 'setLogged', ...on, logged: command.subtype === 'AT_SetLogged' };
    case 'AT_SetTableSpace':
      return { kind: 'setTableOption', ...on, option: 'tablespace', value: name };
    case 'AT_DropOids':
      return { kind: 'setTableOption', ...on, option: 'oids', value: 'false' };
    default:
      return undefined;
  }
}

/** One operation per option; RESET gives "default". */
function optionCommands({ command, on }: Command): readonly Operation[] {
  const isReset = command.subtype === 'AT_ResetRelOptions';
  return Object.entries(optionsOf(items(command.def))).map(([option, value]) => ({
    kind: 'setTableOption',
    ...on,
    option,
    value: isReset ? 'default' : value,
  }));
}
