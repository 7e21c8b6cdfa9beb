import { expect } from "@open-wc/testing";
import type { ConsoleMember } from "#contract/console/member.ts";
import { ConsoleError } from "../../../../widget/src/domain/console/console-error.ts";
import { findAllDeep, findDeep, textOf } from "../../kit/mount-coach.ts";
import { mountConsole } from "../../kit/mount-console.ts";
import type { MountedConsole } from "../../kit/mount-console.ts";
import { MEMBER, toList } from "../../kit/console-samples.ts";
import { settle } from "../../kit/settle.ts";

const PLACES = [
  "scenarios",
  "assignments",
  "assignments/as1",
  "heat-map?scenario=saas",
  "heat-map",
  "agreement",
  "passes",
  "disputes",
  "audit",
];
const signIn = (): Promise<ConsoleMember> =>
  Promise.resolve({ ...MEMBER, roles: ["reviewer", "admin"] });

function get({ tag }: MountedConsole, selector: string): HTMLElement {
  const found = tag.shadowRoot ? findDeep(tag.shadowRoot, selector) : null;
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
}

function cells(mounted: MountedConsole): string[][] {
  return findAllDeep(mounted.tag, "tbody tr").map((row) =>
    [...row.children].map((cell) => textOf(cell).trim()),
  );
}

/** Opens the form of the first such button, fills it and sends it. */
async function ask(mounted: MountedConsole, label: string, values: Record<string, string>) {
  const button = findAllDeep(mounted.tag, "button").find((each) => textOf(each).trim() === label);
  button?.click();
  await settle(mounted.tag);
  for (const [name, value] of Object.entries(values)) {
    const field = get(mounted, `dialog[open] [name=${name}]`);
    Reflect.set(field, "value", value);
  }
  get(mounted, "dialog[open] form .primary").click();
  await settle(mounted.tag);
}

describe("the pages of the console", () => {
  for (const place of PLACES)
    for (const theme of ["light", "dark"])
      it(`is accessible at ${place}, ${theme}`, async () => {
        const { tag } = await mountConsole({ place, attributes: { theme }, signIn });
        await expect(tag).to.be.accessible();
      });

  it("shows levels from the first to the latest, and why a mean is not told", async () => {
    const mounted = await mountConsole({ place: "heat-map?scenario=saas" });
    expect(cells(mounted)).to.deep.equal([
      ["Learner 1", "1 → 4", "–"],
      ["Learner 2", "2", "5 → 3"],
      ["Mean of the latest levels", "3.1 (2.8 to 3.4, n = 20)", "–"],
    ]);
    expect(textOf(get(mounted, ".view"))).to.contain("fewer than five learners");
  });

  it("tells no figure of agreement without its interval, and none of too few pairs", async () => {
    const mounted = await mountConsole({ place: "agreement" });
    const [first, second] = cells(mounted);
    expect(first?.slice(1, 4)).to.deep.equal(["samples are checked", "0.76 (0.68 to 0.83)", "120"]);
    expect(second?.slice(1)).to.deep.equal([
      ...["people only", "too few", "12", "–", "–", "–", "–", "0 of 0"],
    ]);
  });

  it("makes, changes and deletes an assignment, which asks before", async () => {
    const mounted = await mountConsole({ place: "assignments" });
    await ask(mounted, "New assignment", { due: "2026-12-24T18:00", attempts: "2" });
    expect(mounted.sent[0]).to.deep.equal({
      ...{ scenarioId: "saas", cohortId: "c1", due: "2026-12-24T18:00", timeZone: "Europe/Paris" },
      ...{ attempts: 2, passMark: null, extra: [] },
    });
    await mounted.visit("assignments/as1");
    await ask(mounted, "Change", { passMark: "70" });
    expect(mounted.sent[1]).to.include({ passMark: 70, attempts: 3, due: "2026-11-30T18:00" });
    await ask(mounted, "3 days, 1 attempts", { days: "7" });
    expect(mounted.sent[2]).to.deep.equal({
      extra: [{ learnerId: "l1", days: 7, attempts: 1 }],
    });
    await ask(mounted, "Delete", {});
    expect(mounted.asked).to.include.members([
      ...["POST assignments", "PATCH assignments/as1", "DELETE assignments/as1"],
    ]);
    expect(mounted.tag.view).to.equal("assignments");
  });

  it("tells a deadline in its own zone", async () => {
    const mounted = await mountConsole({ place: "assignments?zone=Asia/Tokyo" });
    expect(cells(mounted)[0]?.[2]).to.equal("Nov 30, 2026, 06:00 PM (Europe/Paris)");
  });

  it("revokes a pass with a reason, and answers a dispute", async () => {
    const mounted = await mountConsole({ place: "passes" });
    await ask(mounted, "Revoke", { reason: "Wrong person" });
    await mounted.visit("disputes");
    await ask(mounted, "Answer", { decision: "uphold", text: "You did." });
    expect(mounted.asked).to.include.members(["DELETE passes/p1", "POST disputes/d1/answer"]);
    expect(mounted.sent).to.deep.equal([
      { reason: "Wrong person" },
      { upheld: true, text: "You did." },
    ]);
  });

  it("keeps a form open that the server refuses, and says why", async () => {
    const answers = { passes: () => toList([]) };
    const empty = await mountConsole({ place: "passes", answers });
    expect(textOf(get(empty, ".notice"))).to.contain("takes a person's name");
    empty.tag.remove();
    const mounted = await mountConsole({
      place: "disputes",
      send: () => Promise.reject(new ConsoleError("conflict")),
    });
    await ask(mounted, "Answer", { text: "No." });
    expect(textOf(get(mounted, "dialog[open] .wrong"))).to.contain("rules do not allow");
  });

  it("offers the audit to auditors and administrators alone", async () => {
    const coach = await mountConsole();
    expect(textOf(get(coach, ".views"))).not.to.contain("Audit");
    coach.tag.remove();
    const admin = await mountConsole({ signIn });
    expect(textOf(get(admin, ".views"))).to.contain("Audit");
  });
});
