import type { Implementation } from '../call.js';
import { apps } from './apps.js';
import { checks } from './checks.js';
import { commits } from './commits.js';
import { contents } from './contents.js';
import { conversation } from './conversation.js';
import { gitData } from './git-data.js';
import { hookDeliveries } from './hook-deliveries.js';
import { need } from './needs.js';
import { pulls } from './pulls.js';
import { rateLimit, repositories, user } from './repositories.js';
import { reviewComments } from './review-comments.js';
import { reviewers } from './reviewers.js';
import { reviews } from './reviews.js';
import { teams } from './teams.js';

/** The operations that are answered, by GitHub's operation id. */
export const implementations: Readonly<Record<string, Implementation>> = {
  ...apps,
  ...checks,
  ...commits,
  ...contents,
  ...conversation,
  ...gitData,
  ...hookDeliveries,
  ...pulls,
  ...repositories,
  ...reviewComments,
  ...reviewers,
  ...reviews,
  ...teams,
  'rate-limit/get': rateLimit,
  'users/get-by-username': { needs: need.metadata, handle: user },
};
