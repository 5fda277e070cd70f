import { notFound } from '../refusal.js';
import type { World } from '../world.js';

/** The HTML page at a path. */
export function sitePage(world: World, path: string): Promise<string> {
  if (path !== '/') return Promise.reject(notFound());
  return Promise.resolve(`<h1>${world.app.slug}</h1>`);
}
