import type { ExtensionEvent } from "../state/extension-event.ts";
import type { SessionEvent, Timed } from "../state/session-event.ts";
import type { Phase } from "../state/session-state.ts";
import { type SessionModel, transition, type Transition } from "./session-model.ts";

type AnyEvent = SessionEvent | ExtensionEvent;

/** An event of the kind that `Type` names, with its moment. */
export type EventOf<Type extends AnyEvent["type"]> = Extract<AnyEvent, { type: Type }> & Timed;

/** What an event of one kind does to a practice. */
export type Handler<Event> = (model: SessionModel, event: Event) => Transition;

/** One handler a kind of event: a table that lacks one does not compile. */
export type Handlers<Type extends AnyEvent["type"]> = {
  readonly [Each in Type]: Handler<EventOf<Each>>;
};

/** The handlers of a practice without its extension, and of one that has it. */
export type SessionHandlers = Handlers<SessionEvent["type"]>;
export type ExtendedHandlers = Handlers<AnyEvent["type"]>;

/**
 * Decides one event by its handler. Each kind is an own entry of its table, so that nothing which a page put on
 * `Object.prototype` is ever found instead.
 */
export function handle<Type extends AnyEvent["type"]>(
  handlers: Handlers<Type>,
  model: SessionModel,
  event: EventOf<NoInfer<Type>>,
): Transition {
  // The compiler does not see that an event and the handler of its type belong together.
  const handler = handlers[event.type as Type] as Handler<typeof event>;
  return handler(model, event);
}

/** A handler that counts in one phase; in any other one its event changes nothing. */
export function inPhase<Event>(phase: Phase, handler: Handler<Event>): Handler<Event> {
  return (model, event) =>
    model.state.phase === phase ? handler(model, event) : transition(model);
}
