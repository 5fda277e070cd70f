import { created, ok, type Answer } from '../call.js';
import { presentAccount } from '../present.js';
import type { Reaction } from '../pull-request.js';
import type { World } from '../world.js';

/** The App reacts. A second reaction of the same kind is the first one again: 200, not 201. */
export function react(world: World, reactions: Reaction[], content: string): Answer {
  const known = reactions.find((one) => one.content === content && one.author === world.bot());
  if (known !== undefined) return ok(presentReaction(world, known));
  const reaction: Reaction = { id: world.nextId(), author: world.bot(), content, createdAt: world.now() };
  reactions.push(reaction);
  return created(presentReaction(world, reaction));
}

/** A reaction. */
export function presentReaction(world: World, reaction: Reaction): Record<string, unknown> {
  return {
    id: reaction.id,
    node_id: `RE_${reaction.id}`,
    user: presentAccount(world, reaction.author),
    content: reaction.content,
    created_at: reaction.createdAt,
  };
}
