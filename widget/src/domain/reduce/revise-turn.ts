import { isFinished, type Turn } from "../state/turn.ts";
import { toReportedTurn } from "../transcript/settle-turns.ts";
import type { Transcript } from "../transcript/transcript.ts";
import type { EventOf } from "./handlers.ts";
import { reduceEvent } from "./reduce-session.ts";
import { notify, type SessionModel, transition, type Transition } from "./session-model.ts";

/**
 * Enters the whole text of an utterance. Some services say that of a learner twice, the second time with more of it:
 * the later one replaces the earlier, on the screen and, under a number of its own, in the records.
 */
export function reviseTurn(model: SessionModel, event: EventOf<"words-settled">): Transition {
  const text = event.text.trim();
  const turn = model.state.turns.find(({ itemId }) => itemId === event.itemId);
  const isLater = turn?.speaker === "learner" && isFinished(turn);
  if (!isLater || text === "" || text === turn.text.trim()) return reduceEvent(model, event);
  const revised: Turn = { ...turn, status: "final", text: event.text };
  const transcript = replaceTurn(model.transcript, revised);
  const next: SessionModel = {
    ...model,
    transcript: { ...transcript, nextSequence: transcript.nextSequence + 1 },
    state: {
      ...model.state,
      turns: model.state.turns.map((each) => (each === turn ? revised : each)),
    },
  };
  return transition(
    next,
    {
      type: "store-turn",
      turn: toReportedTurn(revised, transcript.nextSequence, turn.previousItemId),
    },
    notify({ type: "turn-completed", turn: revised }),
  );
}

function replaceTurn(transcript: Transcript, turn: Turn): Transcript {
  const { itemId, text } = turn;
  const item = transcript.items.get(itemId);
  if (item !== undefined) {
    const items = new Map(transcript.items).set(itemId, { ...item, text, status: "final" });
    return { ...transcript, items };
  }
  const turns = transcript.history.turns.map((each) => (each.itemId === itemId ? turn : each));
  return { ...transcript, history: { ...transcript.history, turns } };
}
