import type { Cancel, Clock } from "../clock.ts";
import type { Faults } from "../faults/faults.ts";
import type { Ear } from "../hearing/ear.ts";
import { InputBuffer } from "../hearing/input-buffer.ts";
import type { SentenceMatcher, ToneReader } from "../hearing/recogniser.ts";
import { TurnDetector, type TurnChange } from "../hearing/turn-detector.ts";
import type { VoiceActivityOptions } from "../hearing/voice-activity.ts";
import type { Scene } from "../scene/scene.ts";
import type { Conversation } from "./conversation.ts";
import { RequestError } from "./errors.ts";
import { createId } from "./ids.ts";
import type { ResponseQueue } from "./response-queue.ts";
import type { ResponseRun } from "./response-run.ts";
import type { SessionSettings, TurnDetection } from "./session-settings.ts";
import { Transcriber } from "./transcriber.ts";
import type { MessageItem, Emit } from "./wire.ts";

/** What the learner's side of a session works with. */
export interface HearingTools {
  readonly clock: Clock;
  readonly conversation: Conversation;
  readonly responses: ResponseQueue;
  readonly matcher: SentenceMatcher;
  readonly toneReader: ToneReader;
  /** Understands what is none of the scene's sentences; null where nothing does. */
  readonly ear: Ear | null;
  readonly emit: Emit;
  read(): { settings: SessionSettings; scene: Scene; faults: Faults };
}

const SAMPLES_PER_MS = 48;
const SMALLEST_COMMIT_MS = 100;
const SEMANTIC_THRESHOLD = 0.5;
const SEMANTIC_PREFIX_MS = 300;
const SEMANTIC_SILENCE_MS = { low: 900, medium: 600, high: 400, auto: 600 } as const;

/** Listens to the learner: finds where turns begin and end, commits them, has them written down and answered. */
export class LearnerTurns {
  readonly #tools: HearingTools;
  readonly #buffer = new InputBuffer();
  readonly #transcriber: Transcriber;
  #detector: TurnDetector | null = null;
  #detection: TurnDetection | undefined;
  #elapsedMs = 0;
  #itemId: string | null = null;
  #tones: string[] = [];
  #idleTimer: Cancel = () => undefined;

  constructor(tools: HearingTools) {
    this.#tools = tools;
    this.#transcriber = new Transcriber(tools);
  }

  /** Takes the next stretch of audio as it arrives. */
  hear(frame: Int16Array): void {
    const detector = this.#followSettings();
    const frameMs = frame.length / SAMPLES_PER_MS;
    this.#elapsedMs += frameMs;
    this.#buffer.push(frame);
    const tone = this.#tools.toneReader.push(frame);
    if (tone !== null) this.#noteTone(tone);
    if (!detector) return;
    detector.push(frame, frameMs);
    if (!detector.isSpeaking)
      this.#buffer.keepLast(Math.max(SMALLEST_COMMIT_MS, detector.lookBackMs));
  }

  /** Commits what is in the buffer; without voice detection nobody answers until asked. */
  commit(): void {
    if (this.#buffer.durationMs < SMALLEST_COMMIT_MS) {
      const message = `Error committing input audio buffer: buffer too small. Expected at least ${SMALLEST_COMMIT_MS}ms of audio, but buffer only has ${this.#buffer.durationMs.toFixed(2)}ms of audio.`;
      throw new RequestError("input_audio_buffer_commit_empty", message);
    }
    const itemId = this.#itemId ?? createId("item");
    this.#itemId = null;
    const samples = this.#buffer.drain();
    this.#commitItem(itemId, samples.length / SAMPLES_PER_MS);
    void this.#transcribe(itemId, samples, null);
  }

  clear(): void {
    this.#buffer.clear();
    this.#tones = [];
    this.#tools.emit({ type: "input_audio_buffer.cleared" });
  }

  /** Starts to wait for the learner, where the session has an idle timeout. */
  awaitLearner(): void {
    this.#idleTimer();
    const detection = this.#tools.read().settings.audio.input.turn_detection;
    if (detection?.type !== "server_vad" || detection.idle_timeout_ms === null) return;
    const startMs = Math.round(this.#elapsedMs);
    this.#idleTimer = this.#tools.clock.after(detection.idle_timeout_ms, () => {
      this.#giveUpWaiting(startMs);
    });
  }

  /** Waits no longer: somebody speaks. */
  stopWaiting(): void {
    this.#idleTimer();
  }

  close(): void {
    this.#idleTimer();
    this.#detector?.close();
    this.#tools.toneReader.free();
  }

  /** Builds the detector anew when the session's voice detection has changed. */
  #followSettings(): TurnDetector | null {
    const { settings, scene } = this.#tools.read();
    const detection = settings.audio.input.turn_detection;
    if (detection !== this.#detection) {
      this.#detection = detection;
      this.#detector?.close();
      this.#detector =
        detection === null
          ? null
          : new TurnDetector({
              options: toVoiceOptions(detection),
              elapsedMs: this.#elapsedMs,
              ear: this.#earFor(scene.language),
              onChange: (change) => {
                this.#follow(change);
              },
            });
    }
    return this.#detector;
  }

  #earFor(language: string): Ear | null {
    const { ear } = this.#tools;
    return ear?.understands(language) === true ? ear : null;
  }

  #follow(change: TurnChange): void {
    if (change.type === "started") this.#beginTurn(change.startMs);
    else this.#endTurn(change.endMs);
  }

  #noteTone(text: string): void {
    this.#detector?.noteTones();
    this.#tones.push(text);
    if (this.#itemId !== null) this.#transcriber.streamEarly(this.#itemId, text);
  }

  #beginTurn(startMs: number): void {
    this.stopWaiting();
    this.#buffer.keepLast(this.#elapsedMs - startMs);
    this.#itemId = createId("item");
    this.#tones = [];
    const event = { audio_start_ms: startMs, item_id: this.#itemId };
    this.#tools.emit({ type: "input_audio_buffer.speech_started", ...event });
    if (this.#detection?.interrupt_response) this.#tools.responses.interrupt();
  }

  #endTurn(endMs: number): void {
    const itemId = this.#itemId ?? createId("item");
    this.#itemId = null;
    const event = { audio_end_ms: endMs, item_id: itemId };
    this.#tools.emit({ type: "input_audio_buffer.speech_stopped", ...event });
    const samples = this.#buffer.drain();
    this.#commitItem(itemId, samples.length / SAMPLES_PER_MS);
    const { responses } = this.#tools;
    const isAnswered = this.#detection?.create_response === true && responses.active === null;
    void this.#transcribe(itemId, samples, isAnswered ? responses.begin() : null);
  }

  #giveUpWaiting(startMs: number): void {
    const { responses, conversation, emit } = this.#tools;
    if (responses.active || this.#detector?.isSpeaking) return;
    const itemId = createId("item");
    const endMs = Math.max(startMs, Math.round(this.#elapsedMs));
    emit({
      type: "input_audio_buffer.timeout_triggered",
      audio_start_ms: startMs,
      audio_end_ms: endMs,
      item_id: itemId,
    });
    this.#commitItem(itemId, endMs - startMs);
    conversation.change(itemId, { isSilence: true });
    void responses.perform(responses.begin());
  }

  #commitItem(itemId: string, audioMs: number): void {
    const { conversation, emit } = this.#tools;
    emit({
      type: "input_audio_buffer.committed",
      item_id: itemId,
      previous_item_id: conversation.lastId,
    });
    const item: MessageItem = {
      id: itemId,
      type: "message",
      status: "completed",
      role: "user",
      content: [{ type: "input_audio", transcript: null }],
    };
    const previousId = conversation.insert(item);
    conversation.change(itemId, { audioMs });
    emit({ type: "conversation.item.added", item, previous_item_id: previousId });
    emit({ type: "conversation.item.done", item, previous_item_id: previousId });
  }

  async #transcribe(
    itemId: string,
    samples: Int16Array,
    response: ResponseRun | null,
  ): Promise<void> {
    const tones = this.#tones.splice(0).join(" ");
    const text = tones === "" ? await this.#understand(samples) : tones;
    this.#tools.conversation.change(itemId, { recognisedText: text });
    const turn = { itemId, text, seconds: samples.length / SAMPLES_PER_MS / 1000 };
    this.#transcriber.report(turn, response?.ended ?? null);
    if (response) await this.#tools.responses.perform(response);
  }

  /**
   * By the scene's sentences first: whoever rehearses with a synthetic voice is understood to the letter. Where the ear
   * is awake, nobody waits for sentences that are not ready.
   */
  async #understand(samples: Int16Array): Promise<string | null> {
    const { scene } = this.#tools.read();
    const { matcher } = this.#tools;
    const ear = this.#earFor(scene.language);
    const sentences = scene.expectedSentences();
    if (ear?.isAwake !== true)
      return (
        (await this.#match(samples, sentences, scene)) ?? (await ear?.recognise(samples)) ?? null
      );
    const heard = ear.recognise(samples);
    const ready = matcher.findReady(sentences, scene.language);
    return (await this.#match(samples, ready, scene)) ?? (await heard);
  }

  /** A matcher that breaks down has recognised nothing; the talk goes on. */
  async #match(
    samples: Int16Array,
    sentences: readonly string[],
    { language }: Scene,
  ): Promise<string | null> {
    try {
      return await this.#tools.matcher.match(samples, sentences, language);
    } catch (error) {
      console.error("Speech could not be matched:", error);
      return null;
    }
  }
}

function toVoiceOptions(detection: NonNullable<TurnDetection>): VoiceActivityOptions {
  if (detection.type === "server_vad")
    return {
      threshold: detection.threshold,
      silenceMs: detection.silence_duration_ms,
      prefixMs: detection.prefix_padding_ms,
    };
  const silenceMs = SEMANTIC_SILENCE_MS[detection.eagerness];
  return { threshold: SEMANTIC_THRESHOLD, silenceMs, prefixMs: SEMANTIC_PREFIX_MS };
}
