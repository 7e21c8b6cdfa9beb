import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import { z } from "zod";
import { Delivery } from "../../../supabase/functions/_shared/contract/delivery.ts";
import { TranscriptTurn } from "../../../supabase/functions/_shared/contract/turn.ts";
import { type Stage, until } from "../stack/stage.ts";
import { installMicrophone, renderSpeech, speakWave } from "./microphone.ts";
import { openPage } from "./open-browser.ts";
import { readProbe } from "./page-probe.ts";
import {
  installSoundRecorder,
  readSoundRecording,
  type SoundRecording,
  waitForSilence,
  waitForSound,
} from "./sound-recorder.ts";
import { startCall } from "./start-call.ts";

/** A talk to be played: what the learner says, and how it meets what the persona says. */
export interface MeasuredTalk {
  readonly scenario: string;
  readonly language: string;
  readonly opens: "learner" | "persona";
  readonly lines: readonly {
    readonly text: string;
    /**
     * `answer`: once the persona has been silent for a second. `interrupt`: in the middle of what it says.
     * `overlap`: as soon as it begins.
     */
    readonly manner: "answer" | "interrupt" | "overlap";
  }[];
}

/** A talk that was played: what was heard in the page, and what the product says of it. */
export interface MeasuredCall {
  readonly recording: SoundRecording;
  readonly delivery: Delivery;
  readonly transcript: readonly TranscriptTurn[];
  /** What the browser reported of the same turns. */
  readonly reported: readonly { itemId: string; startedAtMs: number; endedAtMs: number | null }[];
}

const ANSWER_AFTER_MS = 1_000;
const INTERRUPT_AFTER_MS = 1_200;
const OVERLAP_AFTER_MS = 100;

const StoredReport = z.object({
  delivery: Delivery,
  transcript: z.array(TranscriptTurn),
  reported: z.array(
    z.object({ itemId: z.string(), startedAtMs: z.number(), endedAtMs: z.nullable(z.number()) }),
  ),
});

/** Plays a talk in a browser, records both sides there, and waits for its report. */
export async function playMeasuredCall(
  { stage, browser }: { readonly stage: Stage; readonly browser: Browser },
  talk: MeasuredTalk,
): Promise<MeasuredCall> {
  const waves: string[] = [];
  for (const { text } of talk.lines) {
    waves.push(await renderSpeech({ type: "speech", text, language: talk.language }));
  }
  const name = `${talk.scenario}.html`;
  const pages = path.join(stage.folder, "pages");
  const lesson = await readFile(path.join(pages, "lesson.html"), "utf8");
  await writeFile(path.join(pages, name), lesson.replaceAll("website-sales-fr", talk.scenario));
  const { page, errors } = await openPage(browser, `${stage.urls.demo}/${name}`, {
    prepare: async (fresh) => {
      await installMicrophone(fresh);
      await installSoundRecorder(fresh);
    },
  });
  await startCall(page).catch((error: unknown) => {
    throw new Error(`${talk.scenario}: no call. ${errors.join("; ")}`, { cause: error });
  });
  await page.locator("maka-call").waitFor();
  for (const [index, { manner }] of talk.lines.entries()) {
    await meet(page, manner, index > 0 || talk.opens === "persona");
    await speakWave(page, waves[index] ?? "");
  }
  await waitForSound(page, "persona", OVERLAP_AFTER_MS);
  await waitForSilence(page, ANSWER_AFTER_MS);
  const recording = await readSoundRecording(page);
  await page.locator("[part~=end-button]").click();
  await until(
    "the report is ready",
    async () => (await readProbe(page)).events.some(({ type }) => type === "maka-report-ready"),
    40_000,
  );
  const sessionId = await page.evaluate(
    () =>
      document.querySelector<HTMLElement & { sessionId: string }>("maka-voice-coach")?.sessionId,
  );
  const stored = await readReport(stage, talk.scenario, sessionId);
  await page.context().close();
  return { recording, ...stored };
}

/** Where the learner opens, the first line waits for nobody. */
async function meet(
  page: Page,
  manner: MeasuredTalk["lines"][number]["manner"],
  isAnswer: boolean,
): Promise<void> {
  if (manner === "interrupt") await waitForSound(page, "persona", INTERRUPT_AFTER_MS);
  else if (isAnswer) await waitForSound(page, "persona", OVERLAP_AFTER_MS);
  if (manner === "answer") await waitForSilence(page, ANSWER_AFTER_MS);
}

async function readReport(
  { sql, site }: Stage,
  scenario: string,
  sessionId: string | undefined,
): Promise<Omit<MeasuredCall, "recording">> {
  const [row] = await sql<{ stored: unknown }[]>`
    select jsonb_build_object(
      'delivery', report.report -> 'delivery', 'transcript', coach.transcript(session.id),
      'reported', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'itemId', item_id, 'startedAtMs', started_at_ms, 'endedAtMs', ended_at_ms
        ) order by sequence), '[]')
        from coach.turns where session_id = session.id and source = 'reported'
      )
    ) as stored
    from coach.sessions as session join coach.reports as report on report.session_id = session.id
    where session.site_id = ${site.id}
    order by session.created_at desc limit 1`;
  const read = StoredReport.safeParse(row?.stored);
  if (!read.success) {
    throw new Error(
      `no report of ${scenario}, ${sessionId ?? "no session"}: ${read.error.message}`,
    );
  }
  return read.data;
}
