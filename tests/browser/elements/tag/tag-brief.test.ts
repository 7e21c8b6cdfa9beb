import { expect, waitUntil } from "@open-wc/testing";
import type { CallDownload } from "../../../../widget/src/elements/tag/coach-services.ts";
import { buildBrief } from "../../kit/fake-practice.ts";
import { getDeep, mountCoach, settle, start, textOf, warningsOf } from "../../kit/mount-coach.ts";

/** How the server, or the way to it, refuses a brief. */
const CODES = [
  "configuration_invalid",
  "feature_disabled",
  "internal",
  "limit_reached",
  "scenario_missing",
  "server_unreachable",
] as const;

describe("MakaVoiceCoach before a call", () => {
  it("a paused site is told apart from one that does not know the page", async () => {
    await warningsOf(async () => {
      const refusal = { code: "feature_disabled", requestId: null, detail: "paused" } as const;
      const { tag } = await mountCoach({}, { loadBrief: () => Promise.resolve(refusal) });
      expect(textOf(tag)).to.contain("Practice is switched off here for now");
      expect(textOf(tag)).not.to.contain("not set up");
    });
  });

  it("a practice that a page left running is opened by itself, whatever the variant", async () => {
    for (const variant of ["inline", "launcher", "panel"]) {
      const asked: string[] = [];
      const { tag, practices, loads } = await mountCoach(
        { variant },
        {
          readSessionMarker: (embedKey, scenario) => {
            asked.push(`${embedKey} ${scenario}`);
            return "session_1";
          },
        },
      );
      await waitUntil(() => practices.length > 0, "the practice is opened");
      await settle(tag);
      expect(new Set(asked)).to.deep.equal(new Set(["mk_demo bakery"]));
      expect(practices).to.have.length(1);
      expect(loads).to.deep.equal(["brief bakery", "call"]);
      const isHidden = (): boolean => getDeep(tag, "[part=card]").hasAttribute("hidden");
      practices[0]?.show({ phase: "interrupted", interruption: null });
      await settle(tag);
      expect(isHidden(), "while it is looked for").to.equal(variant !== "inline");
      practices[0]?.show({ interruption: { remainingSeconds: null, elsewhere: false } });
      await settle(tag);
      expect(isHidden(), "once it is found").to.equal(false);
      tag.remove();
    }
  });

  it("a marker without its session leads back to the brief, closed as it was", async () => {
    for (const variant of ["inline", "launcher", "panel"]) {
      let marker: string | null = "session_1";
      const readSessionMarker = (): string | null => marker;
      const { tag, practices } = await mountCoach({ variant }, { readSessionMarker });
      await waitUntil(() => practices.length > 0, "the practice is opened");
      practices[0]?.show({ phase: "interrupted", interruption: null });
      marker = null;
      practices[0]?.show({ phase: "consent" });
      await settle(tag);
      expect(tag.phase).to.equal("brief");
      expect(practices[0]?.asked.at(-1)).to.equal("dispose");
      expect(getDeep(tag, "[part=card]").hidden).to.equal(variant !== "inline");
      await tag.start();
      await settle(tag);
      expect(tag.phase, "who asks is asked for consent").to.equal("consent");
      expect(getDeep(tag, "[part=card]").hidden).to.equal(false);
      tag.remove();
    }
  });

  it("a practice that a page left running waits when the tag is disabled", async () => {
    const readSessionMarker = (): string => "session_1";
    const { tag, practices } = await mountCoach({ disabled: "disabled" }, { readSessionMarker });
    await settle(tag);
    expect(practices).to.have.length(0);
    expect(textOf(tag)).to.contain("Martine Bouvier");
  });

  it("the card says what is wrong, and is never blank, whatever refused the brief (openai/openai-chatkit-starter-app#18)", async () => {
    for (const code of CODES)
      await warningsOf(async () => {
        const refusal = { code, requestId: null, detail: "a test" };
        const { tag } = await mountCoach({}, { loadBrief: () => Promise.resolve(refusal) });
        const alert = getDeep(tag, "[role=alert]");
        expect(alert.getBoundingClientRect().height, code).to.be.greaterThan(40);
        expect(textOf(alert), code).to.match(/\w+\. \w+|\w+ \w+.*\./);
      });
  });

  it("the brief is asked for again when the learner's first token comes after it, and at no later one", async () => {
    const tokens: string[] = [];
    const mounted = await mountCoach(
      {},
      {
        loadBrief: ({ learnerToken }) => {
          tokens.push(learnerToken);
          return Promise.resolve(buildBrief());
        },
      },
    );
    for (const token of ["first", "second"]) {
      mounted.tag.learnerToken = token;
      await settle(mounted.tag);
    }
    expect(tokens).to.deep.equal(["", "first"]);
  });

  it("a learner whose token says what the attempt is for is asked for before the consent", async () => {
    const tokens: string[] = [];
    const mounted = await mountCoach(
      {},
      {
        loadBrief: ({ learnerToken }) => {
          tokens.push(learnerToken);
          return Promise.resolve(buildBrief({ purpose: learnerToken ? "official" : null }));
        },
      },
    );
    mounted.tag.getLearnerToken = () => "fresh";
    await start(mounted);
    expect(tokens).to.deep.equal(["", "fresh"]);
    expect(mounted.tag.phase).to.equal("consent");
  });

  it("a practice that was not accepted is left for what the brief says then", async () => {
    const mounted = await mountCoach();
    const practice = await start(mounted);
    const failure = { code: "session_rejected", requestId: null, limit: null } as const;
    practice.show({ phase: "failed", failure });
    await settle(mounted.tag);
    getDeep(mounted.tag, "[part=retry-button]").click();
    await settle(mounted.tag);
    expect([mounted.tag.phase, practice.asked.at(-1)]).to.deep.equal(["brief", "dispose"]);
    expect(mounted.loads).to.deep.equal(["brief bakery", "call", "brief bakery"]);
  });

  it("a first token ends nothing when it comes after the start", async () => {
    const mounted = await mountCoach();
    const practice = await start(mounted);
    mounted.tag.learnerToken = "first";
    await settle(mounted.tag);
    expect(practice.asked).to.deep.equal(["begin"]);
    expect(mounted.loads).to.deep.equal(["brief bakery", "call"]);
  });

  it("the start is not lost when a first token comes while the call is fetched", async () => {
    let opened = 0;
    let arrive: (call: CallDownload) => void = () => undefined;
    const loadCall = (): Promise<CallDownload> =>
      new Promise((resolve) => {
        arrive = resolve;
      });
    const { tag } = await mountCoach({}, { loadCall });
    const started = tag.start();
    await settle(tag);
    tag.learnerToken = "first";
    await settle(tag);
    arrive({
      renewToken: () => Promise.resolve(),
      openPractice: () => {
        opened += 1;
        throw new Error("opened, which is all that is asked here");
      },
    });
    await warningsOf(() => started);
    expect(opened).to.equal(1);
  });

  it("a page can style the brief by its state, before and after a practice", async () => {
    const mounted = await mountCoach();
    expect(mounted.tag.matches(":state(brief)")).to.equal(true);
    await start(mounted);
    expect(mounted.tag.matches(":state(brief)")).to.equal(false);
    mounted.tag.scenario = "other";
    await settle(mounted.tag);
    expect(mounted.tag.matches(":state(brief)")).to.equal(true);
  });

  it("warns once of what is mistyped, and of nothing else, when somebody shows interest", async () => {
    const warnings = await warningsOf(async () => {
      const { tag } = await mountCoach({
        ...{ scenarioo: "x", "data-a": "1", class: "c", "aria-label": "l", tabindex: "0" },
        ...{ variant: "floating", theme: "dark", input: "typed", variables: "[1]" },
      });
      tag.dispatchEvent(new PointerEvent("pointerover"));
      tag.dispatchEvent(new PointerEvent("pointerover"));
      await settle(tag);
    });
    expect(warnings.sort()).to.deep.equal([
      '<maka-voice-coach> input="typed" is none of voice, push-to-talk, text',
      '<maka-voice-coach> unknown attribute "scenarioo"',
      '<maka-voice-coach> variables="[1]" is no JSON object and is left out',
      '<maka-voice-coach> variant="floating" is none of inline, launcher, panel',
    ]);
  });

  it("says nothing of a tag that is written well", async () => {
    const warnings = await warningsOf(async () => {
      const { tag } = await mountCoach({
        ...{ variant: "launcher", placement: "bottom-start", theme: "auto", captions: "off" },
        ...{
          input: "push-to-talk",
          variables: '{"price":60}',
          disabled: "",
          slot: "a",
          lang: "en",
        },
        // What Angular, Vue, Alpine, htmx and Livewire leave on elements of theirs.
        ...{ "_ngcontent-abc-c1": "", "v-cloak": "", "x-show": "a", "hx-get": "/a" },
        ...{ "ng-version": "20", "wire:key": "a" },
      });
      tag.dispatchEvent(new FocusEvent("focusin"));
      await settle(tag);
    });
    expect(warnings).to.deep.equal([]);
  });
});
