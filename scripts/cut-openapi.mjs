// Cuts the operations that the local GitHub answers out of GitHub's own OpenAPI description.
//
//   npm pack @octokit/openapi@23.0.2        (in a temporary folder: 385 MB unpacked)
//   node scripts/cut-openapi.mjs <folder>/package/generated/api.github.com.json
//
// Writes test/github/contract/operations.json: each operation's parameters, request body and answers as JSON
// Schema, with the component schemas that they reach. Prose and examples are left out, OpenAPI's `nullable` becomes
// JSON Schema's 'null' type.
import { readFileSync, writeFileSync } from 'node:fs';
import { URL } from 'node:url';

const wanted = [
  'apps/get-authenticated',
  'apps/get-installation',
  'apps/get-org-installation',
  'apps/get-repo-installation',
  'apps/get-user-installation',
  'apps/list-installations',
  'apps/create-installation-access-token',
  'apps/revoke-installation-access-token',
  'apps/list-repos-accessible-to-installation',
  'apps/list-webhook-deliveries',
  'apps/get-webhook-delivery',
  'apps/redeliver-webhook-delivery',
  'checks/create',
  'checks/get',
  'checks/update',
  'checks/list-annotations',
  'checks/list-for-ref',
  'checks/list-for-suite',
  'checks/list-suites-for-ref',
  'checks/get-suite',
  'checks/rerequest-run',
  'checks/rerequest-suite',
  'git/get-blob',
  'git/get-commit',
  'git/get-ref',
  'git/get-tree',
  'git/list-matching-refs',
  'issues/get',
  'issues/list-comments',
  'issues/get-comment',
  'issues/create-comment',
  'issues/update-comment',
  'issues/delete-comment',
  'pulls/get',
  'pulls/list',
  'pulls/list-files',
  'pulls/list-commits',
  'pulls/list-reviews',
  'pulls/get-review',
  'pulls/create-review',
  'pulls/update-review',
  'pulls/submit-review',
  'pulls/dismiss-review',
  'pulls/delete-pending-review',
  'pulls/list-comments-for-review',
  'pulls/list-review-comments',
  'pulls/get-review-comment',
  'pulls/create-review-comment',
  'pulls/create-reply-for-review-comment',
  'pulls/update-review-comment',
  'pulls/delete-review-comment',
  'pulls/list-requested-reviewers',
  'pulls/request-reviewers',
  'pulls/remove-requested-reviewers',
  'rate-limit/get',
  'reactions/create-for-issue-comment',
  'reactions/delete-for-issue-comment',
  'reactions/list-for-issue-comment',
  'reactions/create-for-pull-request-review-comment',
  'repos/get',
  'repos/get-branch',
  'repos/get-branch-rules',
  'repos/get-collaborator-permission-level',
  'repos/get-commit',
  'repos/get-content',
  'repos/codeowners-errors',
  'repos/compare-commits-with-basehead',
  'repos/download-tarball-archive',
  'repos/get-repo-rulesets',
  'repos/list-branches',
  'repos/list-collaborators',
  'repos/list-commits',
  'repos/list-teams',
  'repos/list-pull-requests-associated-with-commit',
  'teams/get-by-name',
  'teams/list-members-in-org',
  'teams/check-permissions-for-repo-in-org',
  'teams/get-membership-for-user-in-org',
  'teams/list',
  'teams/list-child-in-org',
  'users/get-by-username',
];

/** Formats that ajv-formats checks and that say something about what we send. */
const formats = new Set(['date-time', 'date', 'uri', 'email']);
const prose = new Set([
  'description',
  'example',
  'examples',
  'title',
  'deprecated',
  'externalDocs',
  'default',
]);

const [, , source] = process.argv;
if (source === undefined) {
  console.error('usage: node scripts/cut-openapi.mjs <path of api.github.com.json of @octokit/openapi>');
  process.exit(2);
}
const description = JSON.parse(readFileSync(source, 'utf8'));
const components = description.components;
const schemas = {};

const resolve = (node) =>
  node?.$ref === undefined
    ? node
    : node.$ref
        .slice(2)
        .split('/')
        .reduce((at, key) => at[key], description);

function nullable(schema) {
  if (schema.type !== undefined) {
    const { enum: values, ...rest } = schema;
    const types = { ...rest, type: [schema.type, 'null'] };
    return values === undefined ? types : { ...types, enum: [...new Set([...values, null])] };
  }
  return { anyOf: [schema, { type: 'null' }] };
}

function reference(name) {
  if (!(name in schemas)) {
    schemas[name] = {};
    schemas[name] = cut(components.schemas[name]);
  }
  return { $ref: `github#/schemas/${name}` };
}

function cutMap(map) {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, cut(value)]));
}

/** One schema without prose; references become references into `schemas`. */
function cut(schema) {
  if (typeof schema !== 'object' || schema === null) return schema;
  if (schema.$ref !== undefined) return reference(schema.$ref.split('/').at(-1));
  const out = {};
  for (const [key, value] of Object.entries(schema)) {
    if (prose.has(key) || key === 'nullable' || key === 'discriminator' || key.startsWith('x-')) continue;
    if (key === 'readOnly' || key === 'writeOnly') continue;
    if (key === 'format' && !formats.has(value)) continue;
    if (key === 'properties') out[key] = cutMap(value);
    else if (key === 'items' || key === 'additionalProperties' || key === 'not') out[key] = cut(value);
    else if (key === 'allOf' || key === 'anyOf' || key === 'oneOf') out[key] = value.map(cut);
    else out[key] = value;
  }
  return schema.nullable === true ? nullable(out) : out;
}

function answer(response) {
  const content = resolve(response).content ?? {};
  return Object.fromEntries(
    Object.entries(content)
      .filter(([, media]) => media.schema !== undefined)
      .map(([type, media]) => [type, cut(media.schema)]),
  );
}

function operation(method, path, described) {
  const body = resolve(described.requestBody);
  const schema = body?.content?.['application/json']?.schema;
  return {
    method: method.toUpperCase(),
    path,
    parameters: (described.parameters ?? []).map(resolve).map((one) => ({
      name: one.name,
      in: one.in,
      required: one.required === true,
      schema: cut(one.schema),
    })),
    ...(schema === undefined ? {} : { body: cut(schema), bodyRequired: body.required === true }),
    answers: Object.fromEntries(
      Object.entries(described.responses)
        .filter(([status]) => /^[23]/.test(status))
        .map(([status, response]) => [status, answer(response)]),
    ),
  };
}

const operations = {};
for (const [path, item] of Object.entries(description.paths)) {
  for (const [method, described] of Object.entries(item)) {
    if (wanted.includes(described.operationId)) {
      operations[described.operationId] = operation(method, path, described);
    }
  }
}
const missing = wanted.filter((id) => !(id in operations));
if (missing.length > 0) throw new Error(`not in ${source}: ${missing.join(', ')}`);

const sorted = (map) =>
  Object.fromEntries(
    Object.keys(map)
      .sort()
      .map((key) => [key, map[key]]),
  );
const line = (map) =>
  Object.entries(sorted(map))
    .map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)
    .join(',\n');
const target = new URL('../test/github/contract/operations.json', import.meta.url);
writeFileSync(
  target,
  `{"source":"@octokit/openapi ${description.info.version}, api.github.com",\n` +
    `"operations":{\n${line(operations)}\n},\n"schemas":{\n${line(schemas)}\n}}\n`,
);
console.log(`${Object.keys(operations).length} operations, ${Object.keys(schemas).length} schemas`);
