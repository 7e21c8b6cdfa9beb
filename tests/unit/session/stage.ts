import assert from "node:assert/strict";
import type { PracticeNotice, PracticeOptions } from "../../../widget/src/domain/state/practice.ts";
import type { Phase } from "../../../widget/src/domain/state/session-state.ts";
import { PracticeSession } from "../../../widget/src/session/practice-session.ts";
import type { LoadExtension } from "../../../widget/src/session/extension.ts";
import { settle } from "./fake-clock.ts";
import { FakeWorld } from "./fake-ports.ts";

const OPTIONS: PracticeOptions = {
  api: "https://api.example/functions/v1",
  embedKey: "mk_demo_key",
  scenario: "website-sales-fr",
  locale: "en",
  learnerName: "Ada",
  learnerToken: null,
  variables: { shop: "bakery" },
  input: "voice",
  opens: "persona",
  rehearsal: false,
};

/** A practice in a fake world, with all that it told. */
export class Stage {
  readonly world: FakeWorld;
  readonly practice: PracticeSession;
  readonly notices: PracticeNotice[] = [];
  readonly phases: Phase[] = [];

  constructor(
    changes: Partial<PracticeOptions> = {},
    world = new FakeWorld(),
    extension: LoadExtension | null = null,
  ) {
    this.world = world;
    this.practice = new PracticeSession({ ...OPTIONS, ...changes }, world.ports, extension);
    this.practice.subscribe((state, notices) => {
      this.notices.push(...notices);
      if (this.phases.at(-1) !== state.phase) this.phases.push(state.phase);
    });
  }

  /** Leads to the question for the microphone, and as far as the world lets it. */
  async start(): Promise<void> {
    this.practice.begin();
    this.practice.consent();
    await settle();
  }

  /** One turn of the learner, said and written down. */
  say(itemId: string, text: string, previousItemId: string | null = null): void {
    this.world.hear(
      { type: "learner-speech-started", itemId },
      { type: "learner-speech-stopped", itemId },
      { type: "item-placed", itemId, previousItemId, speaker: "learner" },
      { type: "words-settled", itemId, speaker: "learner", replyId: null, text },
    );
  }

  get phase(): Phase {
    return this.practice.state.phase;
  }
}

/** A stage whose call is connected. */
export async function inCall(): Promise<Stage> {
  const stage = new Stage();
  await stage.start();
  assert.equal(stage.phase, "in-call");
  return stage;
}
