import { runLongTalk } from "../kit/browser/run-long-talk.ts";

const HOUR = { turns: 2_000, deltasPerTurn: 30 };
const HIGHEST_RATIO = 1.2;

/** An hour of talk drawn by the tag: what a word costs at its end, beside its beginning, and beside the SDK's. */
export async function prove(): Promise<{ figure: string; passed: boolean }> {
  const { widget, agents } = await runLongTalk(HOUR);
  const ratio = widget.lastMs / widget.firstMs;
  const figure =
    `${widget.turns} turns, ${widget.deltas} deltas: ${toText(widget)}, ratio ${ratio.toFixed(2)};` +
    ` agents-realtime, drawing nothing: ${toText(agents)}, ratio ${(agents.lastMs / agents.firstMs).toFixed(2)}`;
  const isWhole = widget.turns === HOUR.turns && widget.deltas === HOUR.turns * HOUR.deltasPerTurn;
  return { figure, passed: isWhole && ratio <= HIGHEST_RATIO && widget.longTasks === 0 };
}

type Cost = Awaited<ReturnType<typeof runLongTalk>>["widget"];

function toText({ firstMs, lastMs, longTasks, slowestMs, heapBytes }: Cost): string {
  const heap = heapBytes === null ? "heap unknown" : `heap +${(heapBytes / 1e6).toFixed(1)} MB`;
  const times = `${firstMs.toFixed(3)} → ${lastMs.toFixed(3)} ms a delta`;
  return `${times}, slowest ${slowestMs.toFixed(0)} ms, ${longTasks} tasks over 50 ms, ${heap}`;
}
