import { expect } from "@open-wc/testing";
import { ConsoleError } from "../../../../widget/src/domain/console/console-error.ts";
import { buildAttempt, toList } from "../../kit/console-samples.ts";
import { mountConsole } from "../../kit/mount-console.ts";
import type { MountedConsole } from "../../kit/mount-console.ts";
import { textOf } from "../../kit/mount-coach.ts";
import { settle } from "../../kit/settle.ts";

function find({ tag }: MountedConsole, selector: string): HTMLElement {
  const found = tag.shadowRoot?.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
}

function findAll({ tag }: MountedConsole, selector: string): HTMLElement[] {
  return [...(tag.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? [])];
}

async function press(mounted: MountedConsole, key: string, on?: HTMLElement): Promise<void> {
  const target = on ?? find(mounted, ".view");
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, composed: true }));
  await settle(mounted.tag);
}

async function type(mounted: MountedConsole, selector: string, value: string): Promise<void> {
  const field = find(mounted, selector);
  if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement))
    throw new Error(`${selector} is no field`);
  field.value = value;
  for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
  await settle(mounted.tag);
}

describe("MakaCoachConsole", () => {
  for (const theme of ["light", "dark"] as const)
    for (const place of ["", "attempts", "learners", "learners/l1"])
      it(`is accessible in the ${theme} theme at "${place}"`, async () => {
        const { tag } = await mountConsole({ place, attributes: { theme } });
        await expect(tag).to.be.accessible();
      });

  it("opens on who needs help, with the reason in words", async () => {
    const mounted = await mountConsole();
    expect(textOf(find(mounted, ".view"))).to.contain("3 learners need help");
    const reasons = findAll(mounted, ".reasons li").map((item) => textOf(item).trim());
    expect(reasons).to.deep.equal([
      "Did not pass “A discovery call” 2 times in a row",
      "“Finds the need” at 2 or below 3 times",
      "“A discovery call” not passed, and no attempt since Nov 1, 2026",
      "“A discovery call” was due on Nov 20, 2026",
    ]);
  });

  it("says what the page must set", async () => {
    const mounted = await mountConsole({ attributes: { api: "" } });
    expect(textOf(find(mounted, ".view"))).to.contain("“api”");
  });

  it("offers to sign in again where nobody is signed in, and opens what was asked for", async () => {
    let isRefused = true;
    const { MEMBER } = await import("../../kit/console-samples.ts");
    const mounted = await mountConsole({
      place: "attempts",
      signIn: () =>
        isRefused ? Promise.reject(new ConsoleError("signed_out")) : Promise.resolve(MEMBER),
    });
    expect(textOf(find(mounted, ".view"))).to.contain("You are signed out");
    isRefused = false;
    find(mounted, ".primary").click();
    await settle(mounted.tag);
    expect(findAll(mounted, "tbody tr")).to.have.length(6);
  });

  it("leads by its links, writes each step into the address and goes back", async () => {
    const mounted = await mountConsole();
    const heard: string[] = [];
    mounted.tag.addEventListener("maka-view-changed", (event) => {
      if (event instanceof CustomEvent) heard.push(JSON.stringify(event.detail));
    });
    find(mounted, ".views a:nth-child(3)").click();
    await settle(mounted.tag);
    expect(mounted.history).to.deep.equal(["", "attempts"]);
    expect(heard).to.deep.equal(['{"view":"attempts"}']);
    expect(mounted.tag.shadowRoot?.activeElement === find(mounted, ".view h3")).to.equal(true);
    await mounted.visit("overview");
    expect(findAll(mounted, ".person")).to.have.length(3);
  });

  it("shows the same for the same address", async () => {
    const place = "attempts?scenario=saas&from=2026-11-01&before=2026-11-16&outcome=passed";
    const mounted = await mountConsole({ place });
    expect(mounted.asked).to.contain(
      "attempts?scenario=saas&from=2026-10-31T23%3A00%3A00.000Z&before=2026-11-15T23%3A00%3A00.000Z&outcome=passed&limit=50",
    );
    const values = findAll(mounted, ".filters :is(input, select)").map((field) =>
      field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? field.value : "",
    );
    expect(values).to.include.members(["saas", "2026-11-01", "2026-11-15", "passed"]);
    expect(mounted.tag.view).to.equal(place);
  });

  it("makes a step of a chosen filter, and one step of what is typed", async () => {
    const mounted = await mountConsole({ place: "attempts" });
    await type(mounted, "select[name=outcome]", "passed");
    await type(mounted, "input[name=q]", "Ada");
    expect(mounted.history).to.deep.equal([
      "attempts",
      "attempts?outcome=passed",
      "attempts?q=Ada&outcome=passed",
    ]);
  });

  it("leaves the address alone with routing off", async () => {
    const mounted = await mountConsole({ attributes: { routing: "off" } });
    find(mounted, ".views a:nth-child(2)").click();
    await settle(mounted.tag);
    expect(mounted.history).to.deep.equal([""]);
    expect(findAll(mounted, "tbody tr")).to.have.length(3);
  });

  it("saves as CSV exactly what is on screen, and nothing that a spreadsheet calculates", async () => {
    const row = buildAttempt(1);
    const evil = { ...row, learner: { ...row.learner, name: '=HYPERLINK("http://x")' } };
    const mounted = await mountConsole({
      place: "attempts",
      answers: { attempts: () => toList([evil, buildAttempt(5)]) },
    });
    const button = findAll(mounted, ".heading button").find(({ textContent }) =>
      textContent.includes("CSV"),
    );
    button?.click();
    const [{ name, content } = { name: "", content: "" }] = mounted.files;
    expect(name).to.equal("attempts.csv");
    const lines = content.split("\r\n");
    expect(lines[0]).to.equal("\uFEFFLearner,Scenario,Language,Attempt,When,Duration,Score,Review");
    expect(lines[1]).to.match(/^"'=HYPERLINK\(""http:\/\/x""\)",A discovery call,English,1,/);
    const titles = findAll(mounted, "thead th").map((head) => textOf(head).trim());
    expect(titles.join()).to.equal(lines[0]?.slice(1));
    expect(lines).to.have.length(4);
  });

  it("tells an empty list from one that the filters empty", async () => {
    const answers = { attempts: () => toList<never>([]) };
    const empty = await mountConsole({ place: "attempts", answers });
    expect(textOf(find(empty, ".notice"))).to.contain("Practice is private");
    empty.tag.remove();
    const narrowed = await mountConsole({ place: "attempts?q=x", answers });
    expect(textOf(find(narrowed, ".notice"))).to.contain("Nothing fits these filters");
    find(narrowed, ".notice a").click();
    expect(narrowed.history.at(-1)).to.equal("attempts");
  });

  it("says what cannot be shown, with a reference, and tries again", async () => {
    let isRefused = true;
    const mounted = await mountConsole({
      place: "attempts",
      answers: {
        attempts: () => {
          if (isRefused) throw new ConsoleError("unreachable", { requestId: "r-1" });
          return toList([buildAttempt(1)]);
        },
      },
    });
    expect(textOf(find(mounted, ".view"))).to.contain("Reference: r-1");
    isRefused = false;
    find(mounted, ".primary").click();
    await settle(mounted.tag);
    expect(findAll(mounted, "tbody tr")).to.have.length(1);
  });

  it("shows no score that blind first withholds", async () => {
    const row = buildAttempt(1, { withheld: true, total: null, passed: null });
    const answers = { attempts: () => toList([row]) };
    const mounted = await mountConsole({ place: "attempts", answers });
    expect(textOf(find(mounted, "tbody"))).to.contain("after your review");
    expect(findAll(mounted, ".ring")).to.have.length(0);
  });

  it("keeps a view by a name, and removes it", async () => {
    const mounted = await mountConsole({ place: "attempts?review=waiting" });
    find(mounted, ".heading button").click();
    await settle(mounted.tag);
    const field = find(mounted, ".heading input");
    if (field instanceof HTMLInputElement) field.value = "Queue";
    find(mounted, ".heading form .primary").click();
    await settle(mounted.tag);
    const saved = find(mounted, ".saved a");
    expect(saved.getAttribute("href")).to.equal("#maka-coach=attempts?review=waiting");
    find(mounted, ".saved button").click();
    await settle(mounted.tag);
    expect(findAll(mounted, ".saved")).to.have.length(0);
  });

  describe("its keys", () => {
    it("lists them at ?, goes through rows, and is silent while somebody types", async () => {
      const mounted = await mountConsole({ place: "attempts" });
      await press(mounted, "j");
      await press(mounted, "j");
      const links = findAll(mounted, "tbody th a");
      expect(mounted.tag.shadowRoot?.activeElement === links[1]).to.equal(true);
      await press(mounted, "k");
      expect(mounted.tag.shadowRoot?.activeElement === links[0]).to.equal(true);
      await press(mounted, "?", find(mounted, "input[name=q]"));
      expect(find(mounted, "dialog").hasAttribute("open")).to.equal(false);
      await press(mounted, "?");
      expect(find(mounted, "dialog").hasAttribute("open")).to.equal(true);
      await expect(mounted.tag).to.be.accessible();
    });

    it("may be others, or none", async () => {
      const kept = { keys: { keys: { next: "x" } } };
      const mounted = await mountConsole({ place: "attempts", kept });
      await press(mounted, "j");
      expect(mounted.tag.shadowRoot?.activeElement === null).to.equal(true);
      await press(mounted, "x");
      expect(mounted.tag.shadowRoot?.activeElement === find(mounted, "tbody th a")).to.equal(true);
      mounted.tag.remove();
      const off = await mountConsole({ place: "attempts", attributes: { shortcuts: "off" } });
      await press(off, "j");
      expect(off.tag.shadowRoot?.activeElement === null).to.equal(true);
    });
  });
});
