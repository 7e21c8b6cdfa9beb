import { expect } from "@open-wc/testing";
import { mountCoach, start } from "../../kit/mount-coach.ts";

describe("renewToken()", () => {
  it("the page is asked for a fresh token each time one is needed, and its answer is the token", async () => {
    const mounted = await mountCoach({ "learner-token": "first" });
    let asked = 0;
    mounted.tag.getLearnerToken = () => Promise.resolve(` fresh ${(asked += 1).toString()} `);
    const { options } = await start(mounted);
    expect(asked).to.equal(0);
    await options.renewLearnerToken?.();
    expect([options.learnerToken, mounted.tag.phase]).to.deep.equal(["fresh 1", "consent"]);
    await options.renewLearnerToken?.();
    expect([options.learnerToken, mounted.tag.learnerToken]).to.deep.equal(["fresh 2", "fresh 2"]);
    for (const nothing of [null, "", 7]) {
      Reflect.set(mounted.tag, "getLearnerToken", () => nothing);
      await options.renewLearnerToken?.();
      expect(options.learnerToken).to.equal(null);
    }
    mounted.tag.getLearnerToken = null;
    mounted.tag.learnerToken = "own";
    await options.renewLearnerToken?.();
    expect(options.learnerToken).to.equal("own");
  });

  it("a page that fails to give a token, or never does, is a failure of the start", async () => {
    const mounted = await mountCoach();
    const { options } = await start(mounted);
    const renew = async (): Promise<unknown> => {
      try {
        await options.renewLearnerToken?.();
        return null;
      } catch (error) {
        return error;
      }
    };
    const { warn } = console;
    const told: unknown[] = [];
    console.warn = (sentence: unknown) => told.push(sentence);
    const wait = window.setTimeout.bind(window);
    try {
      for (const fail of [
        () => Promise.reject(new Error("logged out")),
        () => {
          throw new Error("broken");
        },
      ]) {
        mounted.tag.getLearnerToken = fail;
        expect(await renew()).to.have.property("code", "session_rejected");
      }
      // Patience that is over at once.
      Reflect.set(
        window,
        "setTimeout",
        (run: (reason: string) => void, _ms: number, reason: string) => {
          run(reason);
        },
      );
      mounted.tag.getLearnerToken = () => new Promise(() => undefined);
      expect(await renew()).to.have.property("code", "session_rejected");
    } finally {
      window.setTimeout = wait;
      console.warn = warn;
    }
    expect(told).to.deep.equal([
      "<maka-voice-coach> getLearnerToken: Error: logged out",
      "<maka-voice-coach> getLearnerToken: Error: broken",
      "<maka-voice-coach> getLearnerToken: no answer",
    ]);
  });
});
