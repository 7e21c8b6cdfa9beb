import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Locator, Page } from "playwright-core";
import { holdAnswer } from "../kit/browser/hold-answer.ts";
import { readProbe } from "../kit/browser/page-probe.ts";
import { countFinal, readState } from "../kit/browser/typed-call.ts";
import { assertReadingOrder, describeStop, Keyboard } from "../kit/browser/keyboard.ts";
import { openBrowser, openPage, type ProbedPage } from "../kit/browser/open-browser.ts";
import { openStage, type Stage, until } from "../kit/stack/stage.ts";

const GREETING =
  "Bonjour Madame Bouvier, je m'appelle Camille, de l'Atelier Traboule. Je vous dérange en plein service ?";
const REASON =
  "Je vous appelle parce que beaucoup de boulangeries perdent des commandes au téléphone. Est-ce que je peux vous poser deux questions ?";

/** What the practice of a page holds beside what `readState` tells. */
interface Settings {
  readonly phase: string;
  readonly muted: boolean;
  readonly talking: boolean;
  readonly microphone: { readonly deviceId: string | null; readonly status: string };
  readonly output: { readonly volume: number; readonly deviceId: string | null };
}

type Widget = HTMLElement & {
  readonly view?: { readonly practice?: { readonly state: Settings } | null } | null;
};

async function readSettings(page: Page): Promise<Settings | null> {
  return await page.evaluate(
    () => document.querySelector<Widget>("maka-voice-coach")?.view?.practice?.state ?? null,
  );
}

async function hold(page: Page, what: string, test: (found: Settings) => boolean): Promise<void> {
  let last: Settings | null = null;
  await until(what, async () => {
    last = await readSettings(page);
    return last !== null && test(last);
  }).catch((error: unknown) => {
    const { phase, microphone, output } = last ?? {};
    throw new Error(`found ${JSON.stringify({ phase, microphone, output })}`, { cause: error });
  });
}

async function holdPhase(page: Page, phase: string): Promise<void> {
  await hold(page, `the phase ${phase}`, (found) => found.phase === phase);
}

/** How far the captions are scrolled, and how far they can be. */
async function readScroll(page: Page): Promise<readonly [top: number, end: number]> {
  return await page
    .locator("[part~=transcript]")
    .evaluate(({ scrollTop, scrollHeight, clientHeight }) => [
      scrollTop,
      scrollHeight - clientHeight,
    ]);
}

/** How long the call has lasted, by what the page was told at its beginning. */
async function readElapsedSeconds(page: Page): Promise<number> {
  const { events } = await readProbe(page);
  const ready = events.find(({ type }) => type === "maka-ready")?.detail;
  const remaining = await page.evaluate(() => {
    const tag = document.querySelector("maka-voice-coach");
    return (tag as HTMLElement & { remainingSeconds: number | null }).remainingSeconds ?? Infinity;
  });
  return (ready as { limitSeconds: number }).limitSeconds - remaining;
}

describe("a practice by keyboard alone", { timeout: 300_000 }, () => {
  let stage: Stage;
  let browser: Browser;
  let lesson: ProbedPage;
  let page: Page;
  let keys: Keyboard;

  before(async () => {
    stage = await openStage();
    browser = await openBrowser();
    lesson = await openPage(browser, `${stage.urls.demo}/lesson.html`, {
      // So low that the captions of a short talk scroll.
      viewport: { width: 1_000, height: 520 },
      reducedMotion: "reduce",
    });
    ({ page } = lesson);
    await page.locator("[part~=start-button]").waitFor();
    keys = await Keyboard.open(page);
  });

  after(async () => {
    await browser.close();
    await stage.close();
  });

  it("leads through brief and consent, and out of each at both ends", async () => {
    await keys.to(/part=start-button/);
    await keys.walk();
    await keys.to(/part=start-button/);
    await keys.use("Enter", /^heading “Avant d’appeler/);
    const stops = await keys.walk();
    assert.deepEqual(
      stops.map(({ name }) => name),
      ["Accepter et continuer", "Retour"],
    );
  });

  it("chooses a microphone in the check", async () => {
    await keys.to(/part=consent-button/);
    await keys.use("Enter", /^heading “Dites bonjour/);
    await page.locator("maka-microphone-check select").waitFor();
    const first = (await readSettings(page))?.microphone.deviceId;
    await keys.walk();
    await keys.to(/^combobox “Micro”/);
    await keys.press("ArrowDown");
    await hold(
      page,
      "another microphone is open",
      ({ microphone }) => microphone.status === "open" && microphone.deviceId !== first,
    );
    assert.match(describeStop(await keys.focus()), /^combobox “Micro”/);
  });

  it("stays on the button that hangs up while the call comes about", async () => {
    const answer = await holdAnswer(page, "**/coach/sessions");
    await keys.to(/part=call-button/);
    await keys.use("Enter", /^heading “Martine Bouvier/);
    await holdPhase(page, "connecting");
    const hangUp = await keys.to(/part=end-button/);
    answer();
    await holdPhase(page, "in-call");
    await page.locator("[part~=sound-button]").waitFor();
    // What is new above it moves it down, maybe out of the window; the next key brings it back into sight.
    assert.equal((await keys.peek())?.id, hangUp.id);
    await keys.press("Shift+Tab");
    assert.equal((await keys.press("Tab")).id, hangUp.id);
  });

  it("is asked whether to end so soon, and comes back from the question", async () => {
    await keys.use("Enter", /^button “Continuer”/);
    assert.match(describeStop(await keys.press("Tab")), /^button “Raccrocher”/);
    await keys.use("Escape", /part=end-button/);
    await keys.use("Enter", /^button “Continuer”/);
    await keys.use("Enter", /part=end-button/);
    await holdPhase(page, "in-call");
  });

  it("mutes and unmutes, and stays on the button", async () => {
    const stops = await keys.walk();
    assert.deepEqual(
      stops.map(({ name }) => name),
      ["Relire la situation", "Sous-titres", "Couper mon micro", "Écrire", "Son", "Raccrocher"],
    );
    await keys.to(/part=mute-button/);
    for (const [key, name, isMuted] of [
      ["Space", "Rétablir le micro", true],
      ["Enter", "Couper mon micro", false],
    ] as const) {
      await keys.use(key, new RegExp(`“${name}” .*part=mute-button`));
      assert.equal((await readSettings(page))?.muted, isMuted);
    }
  });

  it("opens the menu of sound, changes everything in it, and closes it by Escape", async () => {
    const before = await readSettings(page);
    // What she says first moves the controls down until it is all there, maybe out of so low a window.
    await until("her first words are over", async () => countFinal(await readState(page)) > 0);
    await keys.to(/part=sound-button/);
    const through = [await keys.press("Enter")];
    while (through.at(-1)?.part !== "end-button") through.push(await keys.press("Tab"));
    assertReadingOrder(through);
    assert.deepEqual(
      through.map(({ name }) => name),
      ["Son", "Micro", "Haut-parleur", "Voix de Martine", "Couper le son de Martine", "Raccrocher"],
    );
    assert.equal(await page.locator("#menu").isVisible(), false, "closed behind the focus");
    await keys.to(/part=sound-button/, "Shift+Tab");
    await keys.press("Space");
    await keys.to(/^combobox “Micro”/);
    await keys.press("ArrowUp");
    await keys.to(/^combobox “Haut-parleur”/);
    await keys.press("ArrowDown");
    await keys.to(/^slider “Voix de Martine”/);
    await keys.press("ArrowLeft");
    await hold(
      page,
      "all of it is changed",
      ({ microphone, output }) =>
        microphone.deviceId !== before?.microphone.deviceId &&
        output.deviceId !== before?.output.deviceId &&
        output.volume < 1,
    );
    await keys.use("Escape", /part=sound-button/);
    assert.equal(await page.locator("#menu").isVisible(), false);
  });

  it("says two sentences in writing", async () => {
    await keys.to(/“Écrire”/, "Shift+Tab");
    await keys.use("Enter", /part=text-input/);
    for (const words of [GREETING, REASON]) {
      const before = countFinal(await readState(page));
      await page.keyboard.type(words);
      await keys.press("Enter");
      await until(
        "the customer has answered",
        async () => countFinal(await readState(page)) >= before + 2,
        30_000,
      );
    }
    const stops = await keys.walk();
    assert.deepEqual(
      stops.slice(0, 4).map(({ name }) => name),
      ["Relire la situation", "Sous-titres", "Écrire à Martine", "Envoyer"],
    );
  });

  it("reads back in the captions, and returns to the newest", async () => {
    await keys.to(/part=transcript/);
    await keys.press("Home");
    await until("the beginning is in sight", async () => (await readScroll(page))[0] === 0);
    await page.getByRole("button", { name: "Aller au plus récent" }).waitFor();
    await keys.walk();
    await keys.to(/“Aller au plus récent”/);
    await keys.use("Enter", /part=transcript/);
    await until("the end is in sight", async () => {
      const [top, end] = await readScroll(page);
      return end > 0 && end - top < 2;
    });
  });

  it("ends the call, and is brought to the report", async () => {
    // Earlier, ending would be asked about.
    await until("the call has lasted for a while", async () => {
      return (await readElapsedSeconds(page)) >= 12;
    });
    const settle = await holdAnswer(page, "**/end");
    await keys.to(/part=end-button/);
    await keys.use("Enter", /^heading “Votre bilan”/);
    await holdPhase(page, "ending");
    settle();
    await keys.waitFor(/^heading “/);
    await holdPhase(page, "report-ready");
    await page.locator("maka-rating fieldset").waitFor();
    assert.match(describeStop(await keys.focus()), /^heading “/);
    await keys.walk();
  });

  it("follows a quote to its turn, and comes back", async () => {
    // What a level rests on is folded.
    const proved = page.locator("maka-report .criterion", { has: page.locator(".said button") });
    const title = (await proved.first().locator("h4").innerText()).split(/\W/)[0] ?? "";
    await keys.to(new RegExp(`^DisclosureTriangle “${title}`));
    await keys.press("Enter");
    const quote = await keys.to(/Voir dans la transcription/);
    await keys.use("Enter", /^group “Vous /);
    assert.notEqual(await page.locator(".quoted mark").innerText(), "");
    assert.match(describeStop(await keys.press("Tab")), /“Revenir au bilan”|“Retour/);
    await keys.use("Enter", /Voir dans la transcription/);
    assert.equal((await keys.focus()).id, quote.id);
    assert.equal(await page.locator(".quoted").count(), 0);
  });

  it("unfolds and folds a criterion and the transcript", async () => {
    const criterion = page.locator("maka-report .criterion").last();
    const title = (await criterion.locator("h4").innerText()).split(/\W/)[0] ?? "";
    for (const [name, key, fold] of [
      [title, "Enter", criterion],
      ["Mot pour mot", "Space", page.locator("maka-report [part=transcript]")],
    ] as const) {
      const wasOpen = await fold.evaluate((element) => (element as HTMLDetailsElement).open);
      await keys.to(new RegExp(`^DisclosureTriangle “${name}`));
      await keys.press(key);
      const isOpen = await fold.evaluate((element) => (element as HTMLDetailsElement).open);
      assert.equal(isOpen, !wasOpen, name);
      assert.match(describeStop(await keys.focus()), new RegExp(name));
      await keys.walk();
      await keys.to(new RegExp(`^DisclosureTriangle “${name}`));
    }
  });

  it("saves the practice as a file", async () => {
    await keys.to(/^button “Texte”/);
    const [download] = await Promise.all([page.waitForEvent("download"), keys.press("Enter")]);
    assert.match(download.suggestedFilename(), /\.txt$/);
    assert.match(describeStop(await keys.focus()), /^button “Texte”/);
  });

  it("rates the practice, and says why", async () => {
    await keys.to(/^radio/, "Shift+Tab");
    await keys.press("Space");
    for (const star of [2, 3, 4])
      assert.match(describeStop(await keys.press("ArrowRight")), new RegExp(`^radio “${star}`));
    await keys.to(/^textbox/);
    await page.keyboard.type("Clair et utile.");
    await keys.press("Tab");
    await keys.press("Enter");
    await until("the rating is stored", async () => {
      const [row] = await stage.sql<{ stars: number; comment: string | null }[]>`
        select r.stars, r.comment from coach.ratings r join coach.sessions s on s.id = r.session_id
        where s.site_id = ${stage.site.id} order by r.created_at desc limit 1`;
      return row?.stars === 4 && row.comment === "Clair et utile.";
    });
    await keys.walk();
  });

  it("tries again, and ends at once with the question's yes", async () => {
    await keys.to(/part=retry-button/);
    await keys.use("Enter", /^heading “Avant d’appeler/);
    await keys.to(/part=consent-button/);
    await keys.use("Enter", /^heading “Martine Bouvier/);
    await holdPhase(page, "in-call");
    await page.locator("[part~=sound-button]").waitFor();
    await keys.to(/part=end-button/);
    await keys.use("Enter", /^button “Continuer”/);
    await keys.press("Tab");
    await keys.use("Enter", /^heading “(?!Martine)/);
    await holdPhase(page, "not-scored");
    assert.match(describeStop(await keys.focus()), /^heading/);
    await keys.walk();
  });

  /** Loads the lesson anew, with other attributes on its tag. */
  async function load(attributes: Readonly<Record<string, string>>): Promise<Locator> {
    await page.reload();
    const tag = page.locator("maka-voice-coach");
    await tag.evaluate((element, all) => {
      for (const [name, value] of Object.entries(all)) element.setAttribute(name, value);
    }, attributes);
    return tag;
  }

  for (const variant of ["launcher", "panel"] as const)
    it(`opens a ${variant}, walks through it, and closes it by Escape`, async () => {
      await load({ variant });
      await keys.to(/part=launcher/);
      assert.equal((await keys.walk()).length, 1);
      const button = await keys.to(/part=launcher/);
      await keys.press("Enter");
      await page.locator("[part~=start-button]").waitFor();
      assert.equal((await keys.focus()).id, button.id);
      assert.equal((await keys.walk()).length, 3);
      await keys.to(/part=start-button/);
      await keys.use("Enter", /^heading “Avant d’appeler/);
      await keys.walk();
      await keys.to(/part=consent-button/);
      await keys.use("Escape", /part=launcher/);
      assert.equal(await page.locator("[part~=card]").isVisible(), false);
      assert.equal((await keys.walk()).length, 1);
    });

  it("talks by the space bar, held and tapped, which never clicks as well", async () => {
    const tag = await load({ input: "push-to-talk" });
    await page.locator("[part~=start-button]").waitFor();
    await keys.to(/part=start-button/);
    await keys.use("Enter", /^heading “Avant d’appeler/);
    await keys.to(/part=consent-button/);
    await keys.use("Enter", /^heading “Martine/);
    await holdPhase(page, "in-call");
    await tag.evaluate((element) => {
      element.addEventListener("click", () => {
        element.setAttribute("data-clicked", "");
      });
    });
    const talks = async (isTalking: boolean): Promise<void> => {
      await hold(
        page,
        isTalking ? "talking" : "not talking",
        ({ talking }) => talking === isTalking,
      );
    };
    await keys.to(/part=talk-button/);
    await page.keyboard.down("Space");
    await talks(true);
    // Longer than a tap, which would go on until the next one.
    await page.waitForTimeout(350);
    await page.keyboard.up("Space");
    await talks(false);
    await keys.press("Space");
    await talks(true);
    await keys.press("Space");
    await talks(false);
    await page.keyboard.down("Space");
    await talks(true);
    await keys.press("Tab");
    await talks(false);
    await page.keyboard.up("Space");
    assert.equal(await tag.getAttribute("data-clicked"), null);
    assert.match(describeStop(await keys.focus()), /“Écrire”/);
    assert.deepEqual(lesson.errors, []);
  });
});
