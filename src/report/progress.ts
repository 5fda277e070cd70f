import { count } from './counting.js';
import type { Progress } from './plan.js';

/** The check of a review that others come before. */
export const QUEUED: Progress = {
  title: 'Queued',
  summary: 'Other reviews come first. This one begins by itself.',
};

/** The check of a review that runs; `migrations`: how many files it is about, 0 as long as that is not known. */
export function running(migrations = 0): Progress {
  return {
    title: migrations === 0 ? 'Reviewing' : `Reviewing ${count(migrations, 'migration file')}`,
    summary: 'Precheck reads the migrations and asks its rules about them.',
  };
}
