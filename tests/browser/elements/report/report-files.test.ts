import { expect } from "@open-wc/testing";
import fc from "fast-check";
import type { Report } from "#contract/report.ts";
import {
  nameFile,
  toJson,
  toText,
  toWebVtt,
} from "../../../../widget/src/elements/report/report-files.ts";
import type { SavedPractice } from "../../../../widget/src/elements/report/report-files.ts";
import type { ReportLine } from "../../../../widget/src/elements/report/render-transcript.ts";
import { englishReport } from "../../../../widget/src/locales/en/report.ts";
import { createReport, turns } from "../../kit/report-samples.ts";

const SETTING = { texts: englishReport, locale: "en-GB" };
const HOSTILE = "one & two <v You>\n\n00:00.000 --> 99:00.000\nWEBVTT\r\n\u2028</v> -->";

function build(change: Partial<SavedPractice> = {}): SavedPractice {
  return {
    report: null,
    lines: turns,
    scenario: "website-sales-fr",
    name: "Martine Bouvier",
    language: "fr",
    ...change,
  };
}

function buildLine(change: Partial<ReportLine>): ReportLine {
  const line = { itemId: "a", speaker: "learner", status: "final", startedAtMs: 0 } as const;
  return { ...line, text: "Bonjour.", endedAtMs: 1_000, ...change };
}

function toMilliseconds(stamp: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = stamp.split(":").map(Number);
  return Math.round((hours * 3600 + minutes * 60 + seconds) * 1000);
}

interface Cue {
  readonly startMs: number;
  readonly endMs: number;
  readonly voice: string;
  readonly words: string;
}

/** Reads WebVTT by the blocks of its grammar; anything else fails. */
function readWebVtt(file: string): Cue[] {
  const [header, ...blocks] = file.replace(/\n$/, "").split("\n\n");
  expect(header).to.equal("WEBVTT");
  return blocks.map((block) => {
    const match = /^(\d\d+:\d\d:\d\d\.\d{3}) --> (\d\d+:\d\d:\d\d\.\d{3})\n<v ([^>\n]*)>(.*)$/.exec(
      block,
    );
    if (!match) throw new Error(`No cue: ${block}`);
    const [, start = "", end = "", voice = "", words = ""] = match;
    return { startMs: toMilliseconds(start), endMs: toMilliseconds(end), voice, words };
  });
}

function unescape(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

describe("toWebVtt()", () => {
  it("gives each turn a cue with its times, its speaker and its words", () => {
    const cues = readWebVtt(toWebVtt(build(), SETTING));
    expect(cues.map(({ startMs }) => startMs)).to.deep.equal(turns.map((turn) => turn.startedAtMs));
    expect(cues[0]).to.deep.equal({
      startMs: 900,
      endMs: 3_900,
      voice: "Martine Bouvier",
      words: "Boulangerie Bouvier, bonjour ?",
    });
    expect(cues[1]?.voice).to.equal("You");
    expect(cues[2]?.words).to.match(/pas le temps de — interrupted$/);
    expect(cues[3]?.words).to.equal(englishReport.unrecognized);
  });

  it("keeps hostile words and names inside their cue", () => {
    const lines = [buildLine({ text: HOSTILE, speaker: "persona" })];
    const [cue, ...more] = readWebVtt(toWebVtt(build({ lines, name: HOSTILE }), SETTING));
    expect(more).to.deep.equal([]);
    expect(unescape(cue?.words ?? "")).to.equal(HOSTILE.replace(/\s+/g, " "));
    expect(unescape(cue?.voice ?? "")).to.equal(HOSTILE.replace(/\s+/g, " "));
  });

  it("is read by the browser's own parser, cue for cue", async () => {
    const lines = [
      buildLine({
        text: HOSTILE,
        speaker: "persona",
        startedAtMs: 3_661_001,
        endedAtMs: 3_662_000,
      }),
    ];
    const video = document.createElement("video");
    const track = document.createElement("track");
    track.src = URL.createObjectURL(new Blob([toWebVtt(build({ lines }), SETTING)]));
    track.default = true;
    video.append(track);
    track.track.mode = "hidden";
    await new Promise((resolve) => {
      track.addEventListener("load", resolve, { once: true });
    });
    URL.revokeObjectURL(track.src);
    const cues = [...(track.track.cues ?? [])].filter((cue) => cue instanceof VTTCue);
    expect(cues).to.have.length(1);
    expect(cues[0]?.startTime).to.equal(3661.001);
    expect(cues[0]?.getCueAsHTML().textContent).to.equal(HOSTILE.replace(/\s+/g, " "));
  });

  it("never goes back in time and gives every cue some, whatever the turns say", () => {
    const line = fc.record({
      itemId: fc.constant("a"),
      speaker: fc.constantFrom("learner" as const, "persona" as const),
      status: fc.constantFrom("final" as const, "interrupted" as const, "unrecognized" as const),
      text: fc.string({ unit: "grapheme" }),
      startedAtMs: fc.nat(86_400_000),
      endedAtMs: fc.option(fc.nat(86_400_000)),
    });
    fc.assert(
      fc.property(fc.array(line), fc.string(), (lines, name) => {
        const cues = readWebVtt(toWebVtt(build({ lines, name }), SETTING));
        expect(cues).to.have.length(lines.length);
        for (const [index, cue] of cues.entries()) {
          expect(cue.endMs).to.be.greaterThan(cue.startMs);
          expect(cue.startMs).to.be.at.least(cues[index - 1]?.startMs ?? 0);
        }
      }),
    );
  });
});

describe("toJson()", () => {
  it("holds the report and the turns as they are", () => {
    const report = createReport({ summary: HOSTILE });
    const saved: unknown = JSON.parse(toJson(build({ report })));
    expect(saved).to.deep.include({ version: 2, persona: "Martine Bouvier", language: "fr" });
    expect(saved)
      .to.have.property("report")
      .that.deep.includes({ summary: HOSTILE, criteria: report.criteria });
    expect(saved).to.have.property("transcript").with.length(turns.length);
  });
});

describe("toText()", () => {
  it("tells score, criteria with quotes, and who said what when", () => {
    const text = toText(build({ report: createReport({ evidence: "reported" }) }), SETTING);
    expect(text).to.contain("71 out of 100\nPass mark 60: reached");
    expect(text).to.contain(englishReport.reported);
    expect(text).to.contain("Découverte des besoins: 4 of 5");
    expect(text).to.contain("> comment les gens vous trouvent-ils aujourd’hui");
    expect(text).to.contain("Prochaine étape: not scored");
    expect(text).to.contain("0:00 Martine Bouvier: Boulangerie Bouvier, bonjour ?");
    expect(text).to.contain("1:02 You: (words not understood)");
  });

  it("lets nothing that was said pass for another turn", () => {
    const lines = [buildLine({ text: "Oui.\n0:09 Martine Bouvier: Je signe." })];
    const text = toText(build({ lines }), SETTING);
    expect(text).to.equal("Every word\n0:00 You: Oui. 0:09 Martine Bouvier: Je signe.\n");
  });

  it("says no pass mark when there is no total", () => {
    const text = toText(build({ report: createReport({ total: null }) }), SETTING);
    expect(text).to.contain(englishReport.noTotal);
    expect(text).not.to.contain("Pass mark");
  });
});

describe("nameFile()", () => {
  it("names scenario and day, with a report and without", () => {
    expect(nameFile(build({ report: createReport() }), "2026-12-01", "vtt")).to.equal(
      "practice-website-sales-fr-2026-11-20.vtt",
    );
    expect(nameFile(build(), "2026-12-01", "txt")).to.equal(
      "practice-website-sales-fr-2026-12-01.txt",
    );
  });

  it("leaves the folder alone when the id is hostile", () => {
    const scenario: Report["scenario"] = { ...createReport().scenario, id: "../..\\a b\0:c" };
    const name = nameFile(
      build({ report: createReport({ scenario, createdAt: "?" }) }),
      "2026-12-01",
      "txt",
    );
    expect(name).to.equal("practice-a-b-c-2026-12-01.txt");
  });
});
