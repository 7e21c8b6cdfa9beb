import { expect, oneEvent } from "@open-wc/testing";
import type { MakaErrorEvent, MakaReadyEvent } from "../../../../widget/src/elements/tag/events.ts";
import { buildBrief } from "../../kit/fake-practice.ts";
import {
  findAllDeep,
  findDeep,
  getDeep,
  mountCoach,
  settle,
  start,
  textOf,
  warningsOf,
} from "../../kit/mount-coach.ts";

const REFUSED = { requestId: null, detail: "a test" } as const;

describe("MakaVoiceCoach", () => {
  it("is accessible when the brief is there", async () => {
    const { tag } = await mountCoach();
    await expect(tag).to.be.accessible();
  });

  it("render() shows who is called, why and for how long when the brief is there", async () => {
    const { tag } = await mountCoach();
    const text = textOf(tag);
    for (const words of [
      "Martine Bouvier",
      "Answer her worry",
      "up to 5 minutes",
      "in English",
      "Call Martine",
    ])
      expect(text).to.contain(words);
    expect(getDeep(tag, "maka-figure").textContent).to.equal("MB");
  });

  it("loadBrief is asked once and nothing else when nobody acts", async () => {
    const { loads } = await mountCoach();
    expect(loads).to.deep.equal(["brief bakery"]);
  });

  it("the call is fetched once when the pointer comes near and then the button is pressed", async () => {
    const { tag, loads } = await mountCoach();
    tag.dispatchEvent(new PointerEvent("pointerover"));
    getDeep(tag, "[part=start-button]").click();
    await settle(tag);
    expect(loads).to.deep.equal(["brief bakery", "call"]);
  });

  it("fires maka-ready with plain JSON when the brief is there", async () => {
    const ready = oneEvent<MakaReadyEvent>(document, "maka-ready");
    await mountCoach();
    const { detail } = await ready;
    expect(JSON.parse(JSON.stringify(detail))).to.deep.equal({
      scenario: "website-sales-fr",
      title: "Selling a website to a baker",
      persona: "Martine Bouvier",
      language: "en",
      limitSeconds: 300,
    });
  });

  it("render() names the missing attribute and asks nothing when one is missing", async () => {
    const { tag, loads } = await mountCoach({ scenario: "" });
    expect(textOf(tag)).to.contain("The tag lacks the attribute “scenario”.");
    expect(loads).to.deep.equal([]);
    tag.scenario = "late";
    await settle(tag);
    expect(loads).to.deep.equal(["brief late"]);
  });

  it("render() offers to try again when the service is away, and asks again when pressed", async () => {
    let answers = 0;
    const warnings = await warningsOf(async () => {
      const { tag } = await mountCoach(
        {},
        {
          loadBrief: () => {
            answers += 1;
            return Promise.resolve(
              answers === 1 ? { ...REFUSED, code: "server_unreachable" } : buildBrief(),
            );
          },
        },
      );
      await expect(tag).to.be.accessible();
      expect(textOf(getDeep(tag, "[role=alert]"))).to.contain("We cannot reach the practice");
      getDeep(tag, "button").click();
      await settle(tag);
      expect(textOf(tag)).to.contain("Martine Bouvier");
    });
    expect(warnings).to.have.length(1);
  });

  it("says in plain text that nothing can be drawn, and fires maka-error once, when drawing fails", async () => {
    const codes: string[] = [];
    const note = ({ detail }: MakaErrorEvent): number => codes.push(detail.code);
    document.addEventListener("maka-error", note as unknown as EventListener);
    const warnings = await warningsOf(async () => {
      const { tag } = await mountCoach();
      // As on a page that allows no Trusted Types.
      tag.render = () => {
        throw new TypeError("TrustedHTML is required");
      };
      tag.theme = "dark";
      await settle(tag);
      expect(tag.shadowRoot?.textContent).to.equal("This practice is not set up on this page");
    });
    document.removeEventListener("maka-error", note as unknown as EventListener);
    expect(codes).to.deep.equal(["configuration_invalid"]);
    expect(warnings[0]).to.equal("<maka-voice-coach> TypeError: TrustedHTML is required");
  });

  it("fires maka-error with the code when the brief is refused", async () => {
    const failed = oneEvent<MakaErrorEvent>(document, "maka-error");
    await warningsOf(() =>
      mountCoach(
        {},
        { loadBrief: () => Promise.resolve({ ...REFUSED, code: "scenario_missing" }) },
      ),
    );
    expect((await failed).detail).to.deep.equal({ code: "scenario_missing", requestId: null });
  });

  it("start() offers to try again when the call cannot be fetched, and starts when it can", async () => {
    let tries = 0;
    const { tag } = await mountCoach(
      {},
      {
        loadCall: () => {
          tries += 1;
          return Promise.reject(new Error("offline"));
        },
      },
    );
    await warningsOf(() => tag.start());
    await settle(tag);
    expect(textOf(tag)).to.contain("We cannot reach the practice");
    await warningsOf(async () => {
      tag.retry();
      await settle(tag);
      await tag.start();
    });
    expect(tries).to.equal(2);
  });

  it("the start button is disabled when no practice time is left", async () => {
    const limits = { sessionSeconds: 0, remainingSeconds: 0 };
    const { tag } = await mountCoach(
      {},
      { loadBrief: () => Promise.resolve(buildBrief({ limits })) },
    );
    expect(getDeep(tag, "[part=start-button]")).to.have.property("disabled", true);
    expect(textOf(tag)).to.contain("The practice time is used up for now");
  });

  it("no start is offered when voice is switched off", async () => {
    const features = { voice: false };
    const { tag } = await mountCoach(
      {},
      { loadBrief: () => Promise.resolve(buildBrief({ features })) },
    );
    expect(getDeep(tag, "[part=start-button]")).to.have.property("hidden", true);
    expect(textOf(tag)).to.contain("Practice is switched off here for now. Please tell");
    expect(textOf(tag)).not.to.contain("The practice time is used up");
  });

  it("the learner's token is read when a call starts, not when the practice is made", async () => {
    const mounted = await mountCoach({ "learner-token": "first" });
    const { options } = await start(mounted);
    mounted.tag.learnerToken = " second ";
    expect(options.learnerToken).to.equal("second");
    mounted.tag.removeAttribute("learner-token");
    mounted.tag.learnerToken = "";
    expect(options.learnerToken).to.equal(null);
  });

  it("start() does nothing when the tag is disabled", async () => {
    const { tag, practices } = await mountCoach({ disabled: "disabled" });
    await tag.start();
    expect(practices).to.deep.equal([]);
  });

  it("start() asks for consent and makes no call when a script calls it", async () => {
    const mounted = await mountCoach();
    const practice = await start(mounted);
    expect(mounted.tag.phase).to.equal("consent");
    expect(practice.asked).to.deep.equal(["begin"]);
    expect(mounted.tag.matches(":state(consent)")).to.equal(true);
  });

  it("start() hands over the attributes when the practice is made", async () => {
    const practice = await start(
      await mountCoach({
        api: "https://api.example/v1/",
        "learner-name": " Alex ",
        variables: '{"price":60,"town":"Lyon"}',
        locale: "fr-CA",
      }),
    );
    const { renewLearnerToken, ...options } = practice.options;
    expect(renewLearnerToken).to.be.a("function");
    expect(options).to.deep.equal({
      api: "https://api.example/v1",
      embedKey: "mk_demo",
      scenario: "bakery",
      locale: "fr-CA",
      learnerName: "Alex",
      learnerToken: null,
      input: "voice",
      variables: { price: "60", town: "Lyon" },
      opens: "persona",
      rehearsal: false,
    });
  });

  it("start() leaves variables out when they are no JSON object", async () => {
    for (const variables of ["[1]", "{", "null", "7"])
      await warningsOf(async () => {
        const practice = await start(await mountCoach({ variables }));
        expect(practice.options.variables).to.deep.equal({});
      });
  });

  it("the brief of the new scenario replaces what runs when the attribute changes", async () => {
    const mounted = await mountCoach();
    const practice = await start(mounted);
    mounted.tag.setAttribute("scenario", "other");
    await settle(mounted.tag);
    expect(practice.asked).to.deep.equal(["begin", "dispose"]);
    expect(mounted.loads).to.deep.equal(["brief bakery", "call", "brief other"]);
    expect(mounted.tag.phase).to.equal("brief");
  });

  it("tells the page that the brief is back when the scenario changes under a practice", async () => {
    const mounted = await mountCoach();
    const told: unknown[] = [];
    mounted.tag.addEventListener("maka-phase-changed", ({ detail }) => {
      told.push({ ...detail, now: mounted.tag.phase });
    });
    const practice = await start(mounted);
    practice.show({ phase: "report-ready" });
    mounted.tag.scenario = "other";
    await settle(mounted.tag);
    expect(told.at(-1)).to.deep.equal({ phase: "brief", previous: "report-ready", now: "brief" });
  });

  it("an answer that is overtaken is dropped when the scenario changes meanwhile", async () => {
    const { tag } = await mountCoach(
      {},
      {
        loadBrief: ({ scenario }) =>
          scenario === "bakery"
            ? new Promise(() => undefined)
            : Promise.resolve(buildBrief({ rehearsal: true })),
      },
    );
    tag.scenario = "other";
    await settle(tag);
    expect(textOf(tag)).to.contain("Rehearsal");
  });

  it("the practice goes on when the tag is unmounted and mounted within a second, and ends when it is removed (livekit-react#87, pipecat-ai/voice-ui-kit#14)", async () => {
    const timers = fakeTimers();
    try {
      const mounted = await mountCoach();
      await mounted.tag.start();
      const practice = mounted.practices.at(-1);
      await mounted.tag.updateComplete;
      const elsewhere = document.body.appendChild(document.createElement("section"));
      elsewhere.append(mounted.tag);
      timers.run(1000);
      expect(practice?.asked).to.deep.equal(["begin"]);
      elsewhere.remove();
      timers.run(999);
      expect(practice?.asked).to.deep.equal(["begin"]);
      timers.run(1000);
      expect(practice?.asked).to.deep.equal(["begin", "dispose"]);
    } finally {
      timers.restore();
    }
  });

  it("two tags on a page keep their language and their practice apart", async () => {
    const first = await mountCoach({ locale: "fr" });
    await start(first);
    const second = await mountCoach();
    expect(textOf(first.tag)).to.contain("Avant d’appeler Martine Bouvier");
    expect(textOf(second.tag)).to.contain("Call Martine");
    expect([first.tag.phase, second.tag.phase]).to.deep.equal(["consent", "brief"]);
  });

  it("the words follow the page when no locale is set, and the attribute when it is", async () => {
    document.documentElement.lang = "fr";
    try {
      const { tag } = await mountCoach({ locale: "" });
      expect(textOf(tag)).to.contain("Appeler Martine");
      tag.locale = "en-GB";
      await settle(tag);
      expect(textOf(tag)).to.contain("Call Martine");
    } finally {
      document.documentElement.lang = "en";
    }
  });

  it("start() waits for the words when a script calls it at once", async () => {
    const { tag } = await mountCoach();
    const second = document.createElement("maka-voice-coach");
    for (const { name, value } of tag.attributes) second.setAttribute(name, value);
    second.locale = "fr";
    tag.replaceWith(second);
    await second.start();
    await settle(second);
    expect(textOf(second)).to.contain("Avant d’appeler");
  });

  it("a launcher asks nothing until the pointer comes near, and opens its panel when pressed", async () => {
    const { tag, loads } = await mountCoach({ variant: "launcher" });
    await expect(tag).to.be.accessible();
    expect(loads).to.deep.equal([]);
    const launcher = getDeep(tag, "[part=launcher]");
    expect(launcher.getAttribute("aria-expanded")).to.equal("false");
    tag.dispatchEvent(new PointerEvent("pointerover"));
    launcher.click();
    await settle(tag);
    expect(loads).to.include("brief bakery");
    expect(getDeep(tag, "[part=card]").hidden).to.equal(false);
    expect(launcher.getAttribute("aria-expanded")).to.equal("true");
    launcher.click();
    await settle(tag);
    expect(getDeep(tag, "[part=card]").hidden).to.equal(true);
  });

  it("retry() and the other methods reach the practice when one runs, and harm nothing when none does", async () => {
    const mounted = await mountCoach();
    const { tag } = mounted;
    tag.mute();
    tag.stop();
    tag.sendText("nobody");
    const practice = await start(mounted);
    practice.show({ phase: "in-call" });
    tag.mute();
    tag.unmute();
    tag.sendText("hello");
    tag.retry();
    tag.stop();
    expect(practice.asked).to.deep.equal(["begin", "mute", "unmute", "say hello", "retry", "stop"]);
  });

  for (const variant of ["inline", "launcher", "panel"] as const) {
    it(`the tag is away when the page hides it, ${variant} too`, async () => {
      const { tag } = await mountCoach({ variant });
      tag.hidden = true;
      expect(getComputedStyle(tag).display).to.equal("none");
      tag.hidden = false;
      expect(getComputedStyle(tag).display).not.to.equal("none");
    });
  }

  it("no style element is in the shadow root, and no style by an attribute but the persona's hue", async () => {
    const mounted = await mountCoach();
    await start(mounted);
    const root = mounted.tag.shadowRoot;
    expect(root && findDeep(root, "style")).to.equal(null);
    const styled = findAllDeep(mounted.tag, "[style]").flatMap(({ style }) => [...style]);
    expect([...new Set(styled)]).to.deep.equal(["--_hue"]);
    expect(document.querySelector("style")).to.equal(null);
  });

  it("the focus goes to the consent when the start button had it, and back when the learner goes back", async () => {
    const mounted = await mountCoach();
    const button = getDeep(mounted.tag, "[part=start-button]");
    button.focus();
    button.click();
    await settle(mounted.tag);
    expect(deepFocus()?.textContent).to.contain("Before you call");
    getDeep(mounted.tag, ".quiet:last-child").click();
    await settle(mounted.tag);
    expect(mounted.tag.phase).to.equal("brief");
    expect(deepFocus()?.textContent).to.contain("Martine Bouvier");
  });
});

function deepFocus(): Element | null {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused;
}

/** A clock for `setTimeout` that a test moves; only what is set while it is in place. */
function fakeTimers(): { run(milliseconds: number): void; restore(): void } {
  const real = {
    set: globalThis.setTimeout.bind(globalThis),
    clear: globalThis.clearTimeout.bind(globalThis),
  };
  const due = new Map<number, { atMs: number; act: () => void }>();
  let nowMs = 0;
  let last = 0;
  const set = (act: () => void, delayMs = 0): number => {
    if (delayMs < 100) return Number(real.set(act, delayMs));
    last += 1;
    due.set(1e9 + last, { atMs: nowMs + delayMs, act });
    return 1e9 + last;
  };
  const clear = (id: number): void => {
    if (!due.delete(id)) real.clear(id);
  };
  Object.assign(globalThis, { setTimeout: set, clearTimeout: clear });
  return {
    run(milliseconds) {
      nowMs += milliseconds;
      for (const [id, { atMs, act }] of [...due])
        if (atMs <= nowMs) {
          due.delete(id);
          act();
        }
    },
    restore: () => Object.assign(globalThis, { setTimeout: real.set, clearTimeout: real.clear }),
  };
}
