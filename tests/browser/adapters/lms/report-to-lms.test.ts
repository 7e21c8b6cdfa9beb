import { expect, waitUntil } from "@open-wc/testing";
import "axe-core";
import { createLmsPage } from "../../../../widget/src/adapters/lms/browser-lms-page.ts";
import { chooseReporter } from "../../../../widget/src/adapters/lms/choose-reporter.ts";
import { listenToTags } from "../../../../widget/src/adapters/lms/listen-to-tags.ts";
import { createStatusLine } from "../../../../widget/src/adapters/lms/status-line.ts";
import { ENGLISH_LMS, loadLmsTexts } from "../../../../widget/src/locales/lms-texts.ts";
import { CourseRecorder } from "../../../../widget/src/session/lms/course-recorder.ts";

/** The least that an LMS of SCORM 1.2 is. */
function openApi(): Map<string, string> {
  const values = new Map([["cmi.core.lesson_status", "not attempted"]]);
  let isOpen = false;
  const api = {
    LMSInitialize: () => String((isOpen = true)),
    LMSGetValue: (name: string) => (isOpen ? (values.get(name) ?? "") : ""),
    LMSSetValue: (name: string, value: string) => String(Boolean(values.set(name, value))),
    LMSCommit: () => "true",
    LMSFinish: () => "true",
    LMSGetLastError: () => "0",
  };
  Reflect.set(window, "API", api);
  return values;
}

function mountTag(locale: string): HTMLElement {
  const tag = document.createElement("maka-voice-coach");
  tag.setAttribute("locale", locale);
  document.body.append(tag);
  return tag;
}

function fire(target: Element, type: string, detail: object): void {
  target.dispatchEvent(new CustomEvent(`maka-${type}`, { detail, bubbles: true, composed: true }));
}

describe("the reporter on a page of an LMS", () => {
  let recorder: CourseRecorder;

  before(() => {
    const line = createStatusLine(ENGLISH_LMS, loadLmsTexts);
    listenToTags(
      {
        ready: (query) => recorder.ready(query),
        started: (sessionId) => recorder.started(sessionId),
        completed: (result) => recorder.completed(result),
        retry: () => recorder.retry(),
        end: () => {
          recorder.end();
        },
      },
      line.follow,
    );
    recorder = new CourseRecorder(chooseReporter(), createLmsPage(line.say));
  });

  afterEach(() => {
    localStorage.clear();
    document.querySelectorAll("maka-voice-coach").forEach((tag) => {
      tag.remove();
    });
  });

  it("hands over what the tag's events tell, and says so in the tag's language", async () => {
    const values = openApi();
    const tag = mountTag("fr-CA");
    fire(tag, "ready", { scenario: "x" });
    fire(tag, "session-started", { sessionId: "session-1" });
    await waitUntil(() => values.get("cmi.suspend_data") === "session-1");
    expect(Object.keys(localStorage).filter((key) => key.endsWith(":session-1"))).to.have.length(1);
    const detail = {
      sessionId: "session-1",
      total: 82,
      passMark: 70,
      passed: true,
      criteria: [{ id: "opening", level: 4 }],
    };
    fire(tag, "report-ready", detail);
    const line = tag.nextElementSibling;
    await waitUntil(() => line?.textContent === "Votre cours a reçu ce résultat.");
    expect(line).to.have.attribute("role", "status");
    expect(values.get("cmi.core.score.raw")).to.equal("82");
    expect(values.get("cmi.core.lesson_status")).to.equal("passed");
    // It has arrived: this browser keeps nothing of it.
    expect(localStorage).to.have.length(0);
    await expect(line).to.be.accessible();
  });

  it("takes no other element's events for a practice, and no half of a score", async () => {
    const values = openApi();
    const other = document.createElement("div");
    document.body.append(other);
    fire(other, "report-ready", { sessionId: "session-2", total: 99 });
    fire(mountTag("en"), "report-ready", { sessionId: "session-2", total: null });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(values.has("cmi.core.score.raw")).to.equal(false);
    other.remove();
  });
});
