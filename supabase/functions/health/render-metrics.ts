import { LimitName, PROBLEM_STATUS } from "../_shared/contract/problem.ts";
import type { DeliveryFigure, MetricSeries, MetricsAnswer } from "../_shared/store/metrics.ts";

type Labels = Readonly<Record<string, string>>;

interface Family {
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly help: string;
  readonly lines: readonly string[];
}

const HISTOGRAMS: Readonly<Record<string, { readonly name: string; readonly help: string }>> = {
  requests: {
    name: "maka_request_seconds",
    help: "Time to answer a request, by route and status.",
  },
  start_seconds: {
    name: "maka_start_seconds",
    help: "Time from a reserved session to its call's answer.",
  },
  report_seconds: {
    name: "maka_report_seconds",
    help: "Time from the end of a session to its report, retries included, by how it ended.",
  },
};

const GAUGE_HELP: Readonly<Record<string, string>> = {
  sessions_reserved: "Sessions whose call is being made.",
  sessions_active: "Sessions whose call is running.",
  sessions_overdue: "Sessions past lease or deadline that nobody has ended yet.",
  reserved_seconds: "Seconds that live sessions hold.",
  reaper_age_seconds: "Since anything ended what nobody ends any more: the schedule, or a start.",
  hangups_pending: "Calls that are over for us and not confirmed over at the provider.",
  hangup_oldest_seconds: "Age of the oldest of these.",
  reports_pending: "Reports that are wanted.",
  report_oldest_seconds: "Age of the oldest of these.",
  observations_open: "Calls that the observer watches or should watch.",
  observations_unwatched: "Calls among them that nobody watches at the moment.",
  cost_dollars_last_day: "Provider cost of sessions metered within 24 hours, by list prices.",
  line_mos_last_quarter:
    "Mean opinion score of the lines that browsers measured within 15 minutes, 1 to 4.5.",
  line_samples_last_quarter: "How many samples that is.",
  events_unfolded: "Session events that these figures do not contain yet.",
  metric_series: "Rows of the table behind these figures.",
};

/** Sums that the database keeps as rows; none of them is ever removed. */
const COUNTED_ROWS: Readonly<Record<string, string>> = {
  hangups_failed: "Hang-ups that were given up: calls that may still be billed.",
};

/** What a counter is before anything happened: an alarm on its growth needs a zero to grow from. */
const REFUSAL_REASONS = [...Object.keys(PROBLEM_STATUS), ...LimitName.options];
const CHANNELS = ["webhook", "lrs", "ags"];
const REPLY_STATUSES = ["failed", "incomplete", "refused", "missing"];

/** Renders all figures in Prometheus' text format 0.0.4. Names begin with `maka_`, times are seconds. */
export function renderMetrics(answer: MetricsAnswer): string {
  const families = [
    ...renderSessions(answer),
    renderFaults(answer),
    renderGaps(answer),
    renderRefusals(answer),
    ...Object.keys(HISTOGRAMS).map((kind) => renderHistogram(answer, kind)),
    ...renderDeliveries(answer),
    ...Object.entries(answer.gauges).map(([name, value]) => renderStanding(name, value)),
  ];
  return families
    .filter(({ lines }) => lines.length > 0)
    .map(renderFamily)
    .join("");
}

function renderStanding(kind: string, value: number): Family {
  const counted = COUNTED_ROWS[kind];
  const name = counted === undefined ? `maka_${kind}` : `maka_${kind}_total`;
  const lines = [line(name, {}, value)];
  if (counted !== undefined) return counter({ name, help: counted, lines });
  return { name, type: "gauge", help: GAUGE_HELP[kind] ?? kind, lines };
}

function renderFamily({ name, type, help, lines }: Family): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join("\n")}\n`;
}

/** What became of sessions, by reason, and everything else that was noted about them. */
function renderSessions(answer: MetricsAnswer): Family[] {
  const events = seriesOf(answer, "session_events");
  const isEnd = ({ labels }: MetricSeries) => /^(?:ended|released)$/.test(labels["kind"] ?? "");
  return [
    counter({
      name: "maka_sessions_total",
      help: "Sessions that are over: ended after a call, or released without one, by reason.",
      lines: fromZero("maka_sessions_total", [
        ...["ended", "released"].map((outcome) => ({
          labels: { outcome, reason: "none" },
          value: 0,
        })),
        ...events.filter(isEnd).map(({ labels: { kind = "", reason = "none" }, count }) => ({
          labels: { outcome: kind, reason },
          value: count,
        })),
      ]),
    }),
    counter({
      name: "maka_session_events_total",
      help: "Whatever else happened to sessions, such as reports and gaps of the observer.",
      lines: events
        .filter((series) => !isEnd(series) && !isFault(series))
        .map(({ labels, count }) => line("maka_session_events_total", labels, count)),
    }),
    counter({
      name: "maka_used_seconds_total",
      help: "Seconds of calls that were billed.",
      lines: fromZero("maka_used_seconds_total", [
        { labels: {}, value: 0 },
        ...seriesOf(answer, "used_seconds").map(({ labels, total }) => ({ labels, value: total })),
      ]),
    }),
  ];
}

function isFault({ labels }: MetricSeries): boolean {
  return labels["kind"] === "reply_failed";
}

function renderFaults(answer: MetricsAnswer): Family {
  const name = "maka_reply_failures_total";
  return counter({
    name,
    help: "Replies that the provider owed: failed, incomplete, refused or missing, by its code.",
    lines: fromZero(name, [
      ...REPLY_STATUSES.map((status) => ({ labels: { status, code: "other" }, value: 0 })),
      ...seriesOf(answer, "session_events")
        .filter(isFault)
        .map(({ labels: { status = "none", reason = "other" }, count }) => ({
          labels: { status, code: reason },
          value: count,
        })),
    ]),
  });
}

function renderGaps(answer: MetricsAnswer): Family {
  return counter({
    name: "maka_observer_gaps_total",
    help: "Stretches of calls in which something may have happened unseen, closed or not.",
    lines: fromZero("maka_observer_gaps_total", [
      { labels: {}, value: 0 },
      ...seriesOf(answer, "observer_gaps").map(({ labels, total }) => ({ labels, value: total })),
    ]),
  });
}

function renderRefusals(answer: MetricsAnswer): Family {
  return counter({
    name: "maka_refusals_total",
    help: "Requests that were refused: the problem's code, or the limit that was reached.",
    lines: fromZero("maka_refusals_total", [
      ...REFUSAL_REASONS.map((reason) => ({ labels: { reason }, value: 0 })),
      ...seriesOf(answer, "refusals").map(({ labels, count }) => ({ labels, value: count })),
    ]),
  });
}

/** What waits for other systems, and what none of them took, by channel. */
function renderDeliveries({ deliveries }: MetricsAnswer): Family[] {
  const ofPending = (channel: string, read: (figure: DeliveryFigure) => number) =>
    deliveries
      .filter((figure) => figure.channel === channel && figure.status === "pending")
      .map(read);
  const byChannel = (name: string, toValue: (channel: string) => number) =>
    CHANNELS.map((channel) => line(name, { channel }, toValue(channel)));
  const [pending, oldest, failed] = [
    "maka_deliveries_pending",
    "maka_delivery_oldest_seconds",
    "maka_deliveries_failed",
  ] as const;
  return [
    {
      ...({ name: pending, type: "gauge" } as const),
      help: "Deliveries that wait for another system, by channel.",
      lines: byChannel(pending, (channel) =>
        ofPending(channel, ({ count }) => count).reduce((total, count) => total + count, 0),
      ),
    },
    {
      ...({ name: oldest, type: "gauge" } as const),
      help: "Age of the oldest of these.",
      lines: byChannel(oldest, (channel) =>
        Math.max(0, ...ofPending(channel, ({ oldestSeconds }) => oldestSeconds)),
      ),
    },
    {
      ...({ name: failed, type: "gauge" } as const),
      help: "Deliveries that were given up, by channel and why.",
      lines: fromZero(failed, [
        ...CHANNELS.map((channel) => ({ labels: { channel, reason: "none" }, value: 0 })),
        ...deliveries
          .filter(({ status }) => status === "failed")
          .map(({ channel, reason, count }) => ({ labels: { channel, reason }, value: count })),
      ]),
    },
  ];
}

function renderHistogram(answer: MetricsAnswer, kind: string): Family {
  const { name, help } = HISTOGRAMS[kind] ?? { name: kind, help: kind };
  const lines = seriesOf(answer, kind).flatMap(({ labels, count, total, buckets }) => {
    let sum = 0;
    const counted = answer.bounds.map((bound, place) => {
      sum += buckets[place] ?? 0;
      return line(`${name}_bucket`, { ...labels, le: String(bound) }, sum);
    });
    return [
      ...counted,
      line(`${name}_bucket`, { ...labels, le: "+Inf" }, count),
      line(`${name}_sum`, labels, total),
      line(`${name}_count`, labels, count),
    ];
  });
  return { name, type: "histogram", help, lines };
}

function counter(family: Omit<Family, "type">): Family {
  return { ...family, type: "counter" };
}

/** A line a combination of labels; of two with the same labels the later one counts. */
function fromZero(
  name: string,
  entries: readonly { readonly labels: Labels; readonly value: number }[],
): string[] {
  const lines = new Map(
    entries.map(({ labels, value }) => [line(name, labels, 0), line(name, labels, value)]),
  );
  return [...lines.values()];
}

function seriesOf({ series }: MetricsAnswer, name: string): readonly MetricSeries[] {
  return series.filter((one) => one.name === name);
}

function line(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escape(text)}"`);
  return `${name}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${value}`;
}

function escape(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
