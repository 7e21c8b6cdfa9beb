import { fixture, html } from "@open-wc/testing";
import { review } from "../../../widget/src/entries/console-review.ts";
import { findPage } from "../../../widget/src/entries/console-pages.ts";
import type { ConsoleAnswers } from "../../../widget/src/domain/console/answers.ts";
import { MakaCoachConsole } from "../../../widget/src/elements/console/maka-coach-console.ts";
import { overview } from "../../../widget/src/elements/console/views/overview.ts";
import { defineOnce } from "../../../widget/src/elements/kit/define-once.ts";
import { ConsoleError } from "../../../widget/src/domain/console/console-error.ts";
import type { ConsoleApi } from "../../../widget/src/ports/console-api.ts";
import type { ConsolePage } from "../../../widget/src/ports/console-page.ts";
import * as samples from "./console-samples.ts";
import { settle as settleTag } from "./settle.ts";

/** A console on a page without a backend, and what it asked of the outside. */
export interface MountedConsole {
  readonly tag: MakaCoachConsole;
  /** What was read and sent, in order: `attempts?review=waiting`, `POST attempts/a1/reviews`. */
  readonly asked: string[];
  /** What was sent, in order. */
  readonly sent: unknown[];
  /** The places that the address went through; the last is where it is. */
  readonly history: string[];
  readonly files: { readonly name: string; readonly content: string }[];
  /** Puts a place into the address as somebody does who goes back or pastes a link. */
  readonly visit: (place: string) => Promise<void>;
}

/** What the server answers, where it is not the samples; a thrown error refuses. */
export type Answers = {
  readonly [Path in keyof ConsoleAnswers]?: (id: string | null) => ConsoleAnswers[Path];
};

const SAMPLES: Answers = {
  overview: () => samples.OVERVIEW,
  learners: () => samples.toList([1, 2, 3].map(samples.buildLearnerRow)),
  "learners/:id": () => ({
    learner: samples.buildLearnerRow(1),
    reasons: samples.OVERVIEW.needsHelp[0]?.reasons ?? [],
    attempts: samples.toList([1, 2].map((number) => samples.buildAttempt(number))),
  }),
  attempts: () => samples.toList([1, 2, 3, 4, 5, 6].map((number) => samples.buildAttempt(number))),
  cohorts: () => samples.toList([{ id: "c1", name: "April", learners: 20 }]),
  scenarios: () => samples.toList([samples.SCENARIO]),
  "attempts/:id": () => samples.buildDetail(1),
  assignments: () => samples.toList([samples.ASSIGNMENT]),
  "assignments/:id/learners": () => ({
    assignment: samples.ASSIGNMENT,
    ...samples.toList([
      {
        ...{ learner: { id: "l1", name: "Learner 1" }, state: "in_progress" as const },
        ...{ attemptsUsed: 1, attempts: 4, dueAt: samples.ASSIGNMENT.dueAt },
        ...{ first: 40, latest: 52, lastAt: samples.ASSIGNMENT.dueAt },
      },
    ]),
  }),
  "heat-map": () => samples.HEAT_MAP,
  agreement: () => samples.AGREEMENT,
  passes: () => samples.toList([samples.PASS]),
  disputes: () => samples.toList([samples.DISPUTE]),
  audit: () =>
    samples.toList([
      { at: samples.PASS.at, by: "Ines Costa", action: "look_at_attempt", subject: "Learner 1" },
    ]),
};

/** Puts a console on the page with fakes for everything outside it. */
export async function mountConsole(
  setting: {
    readonly place?: string;
    readonly attributes?: Readonly<Record<string, string>>;
    readonly answers?: Answers;
    readonly signIn?: ConsoleApi["signIn"];
    readonly send?: ConsoleApi["send"];
    readonly kept?: Readonly<Record<string, unknown>>;
  } = {},
): Promise<MountedConsole> {
  const asked: string[] = [];
  const sent: unknown[] = [];
  const files: { name: string; content: string }[] = [];
  const history = [setting.place ?? ""];
  const answers: Answers = { ...SAMPLES, ...setting.answers };
  const kept = new Map(Object.entries(setting.kept ?? {}));
  let hear = (): void => undefined;
  const api: ConsoleApi = {
    signIn: setting.signIn ?? (() => Promise.resolve(samples.MEMBER)),
    signOut: () => Promise.resolve(),
    read: (path, { id = null, query = {} }) => {
      const search = new URLSearchParams(query).toString();
      asked.push(`${path.replace(":id", id ?? "")}${search ? `?${search}` : ""}`);
      const answer = answers[path];
      return answer
        ? Promise.resolve().then(() => answer(id))
        : Promise.reject(new ConsoleError("not_found"));
    },
    send: (method, path, body) => {
      asked.push(`${method} ${path}`);
      sent.push(body);
      return setting.send?.(method, path, body) ?? Promise.resolve();
    },
  };
  const page: ConsolePage = {
    readAddress: () => history.at(-1) ?? "",
    writeAddress: (place, isStep) => {
      if (isStep) history.push(place);
      else history[history.length - 1] = place;
    },
    watchAddress: (listener) => {
      hear = listener;
    },
    copyAddress: () => Promise.resolve(),
    saveFile: (name, content) => files.push({ name, content }),
    readKept: (name) => kept.get(name) ?? null,
    writeKept: (name, value) => kept.set(name, value),
  };
  MakaCoachConsole.services = {
    createApi: () => api,
    page,
    loadView: (view, hasId) => {
      if (view === "overview") return Promise.resolve(overview);
      const isReview = view === "attempts" && hasId;
      return Promise.resolve(isReview ? review : findPage(view, hasId));
    },
  };
  defineOnce("maka-coach-console", MakaCoachConsole);
  const place = await fixture<HTMLElement>(html`<div></div>`);
  const tag = new MakaCoachConsole();
  const attributes = { api: "https://api.example/v1", locale: "en", ...setting.attributes };
  for (const [name, value] of Object.entries(attributes)) tag.setAttribute(name, value);
  tag.getCoachToken = () => Promise.resolve("token");
  place.append(tag);
  await settleTag(tag);
  const visit = async (to: string): Promise<void> => {
    history.push(to);
    hear();
    await settleTag(tag);
  };
  return { tag, asked, sent, history, files, visit };
}
