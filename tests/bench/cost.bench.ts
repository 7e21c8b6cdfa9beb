import postgres from "postgres";
import {
  type MeteredReply,
  type MeteredTalk,
  meterTalk,
  type Truncation,
} from "../kit/cost/metered-talk.ts";
import { startTestDatabase } from "../kit/database/test-database.ts";
import { readLibrary } from "../kit/scenarios/library.ts";
import { readTranscript } from "../kit/scenarios/transcripts.ts";

const MINUTES = 15;
/** Other ways to cut a talk, beside the one that calls are made with. */
const OTHERS: readonly (readonly [name: string, truncation: Truncation])[] = [
  ["8,000 to 80 %", { limit: 8_000, share: 0.8 }],
  ["never", null],
];
const LONG_MINUTES = [15, 30, 60];

/** US dollars for one of a unit. */
type Price = (model: string, unit: string) => number;

/** What a minute of a spoken practice costs by the price table, scenario by scenario, and how much of it is cached. */
export async function bench(): Promise<string[]> {
  const price = await readPrices();
  const lines: string[] = [];
  const minutes: number[] = [];
  for (const scenario of await readLibrary()) {
    const transcript = await readTranscript(scenario.id, "good");
    const meter = (seconds: number, truncation?: Truncation) =>
      meterTalk(scenario, transcript, {
        seconds,
        ...(truncation === undefined ? {} : { truncation }),
      });
    const talk = await meter(MINUTES * 60);
    const cost = priceTalk(talk, price) / MINUTES;
    minutes.push(cost);
    lines.push(`${scenario.id}: ${toDollars(cost)} a minute, ${describe(talk.replies)}`);
    if (minutes.length > 1) continue;
    lines.push(...listReplies(talk, price));
    for (const [name, truncation] of [["as set", undefined] as const, ...OTHERS]) {
      const costs = await Promise.all(
        LONG_MINUTES.map(
          async (long) => priceTalk(await meter(long * 60, truncation), price) / long,
        ),
      );
      lines.push(
        `  cut ${name}: ${costs.map((each, index) => `${toDollars(each)} of ${LONG_MINUTES[index]} min`).join(", ")}`,
      );
    }
  }
  const worst = Math.max(...minutes);
  lines.push(
    `a practice minute of ${MINUTES}: ${toDollars(median(minutes))} (median of ${minutes.length} scenarios), ${(100 * worst).toFixed(3)} cents (dearest)`,
  );
  return lines;
}

/** As the database has them today. */
async function readPrices(): Promise<Price> {
  const database = await startTestDatabase();
  const sql = postgres(database.adminUrl, { max: 1, onnotice: () => undefined });
  try {
    const rows = await sql<{ model: string; unit: string; price: number }[]>`
      select model, unit, coach.price_of(model, unit, now()::date)::float8 as price from coach.prices`;
    const prices = new Map(rows.map(({ model, unit, price }) => [`${model} ${unit}`, price]));
    return (model, unit) => {
      const found = prices.get(`${model} ${unit}`);
      if (found === undefined) throw new Error(`No price of ${unit} of ${model} is known.`);
      return found / 1_000_000;
    };
  } finally {
    await sql.end();
    await database.stop();
  }
}

function priceTalk({ replies, heardSeconds, models }: MeteredTalk, price: Price): number {
  const replied = replies.reduce(
    (sum, reply) => sum + priceReply(reply, models.realtime, price),
    0,
  );
  return replied + heardSeconds * price(models.transcription, "seconds");
}

function priceReply({ amounts }: MeteredReply, model: string, price: Price): number {
  return Object.entries(amounts).reduce(
    (sum, [unit, count]) => sum + count * price(model, unit),
    0,
  );
}

/** The first replies, and then every tenth. */
function listReplies({ replies, models }: MeteredTalk, price: Price): string[] {
  return replies.flatMap((reply, index) =>
    index < 3 || index % 10 === 9
      ? [
          `  reply ${index + 1} at ${Math.round(reply.atSeconds)} s: reads ${reply.inputTokens}, ${toShare(reply)} cached, ${toDollars(priceReply(reply, models.realtime, price))}`,
        ]
      : [],
  );
}

function describe(replies: readonly MeteredReply[]): string {
  const read = replies.reduce((sum, { inputTokens }) => sum + inputTokens, 0);
  const cached = replies.reduce((sum, { cachedTokens }) => sum + cachedTokens, 0);
  const most = Math.max(...replies.map(({ inputTokens }) => inputTokens));
  return `${replies.length} replies, ${((100 * cached) / read).toFixed(0)} % of what they read is cached, ${most} tokens at most, ${Math.round(read / MINUTES)} tokens a minute`;
}

function toShare({ inputTokens, cachedTokens }: MeteredReply): string {
  return `${Math.round((100 * cachedTokens) / inputTokens)} %`;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function toDollars(amount: number): string {
  return `$${amount.toFixed(4)}`;
}
