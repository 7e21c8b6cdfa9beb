import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A way to a server of this machine that takes as long as one to another place. */
export interface DelayedWay {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** Opens one: a round trip takes `roundTripMs`, and opening a connection takes one round trip more. */
export async function openDelayedWay(targetPort: number, roundTripMs: number): Promise<DelayedWay> {
  const open = new Set<Socket>();
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port: targetPort, host: "127.0.0.1", noDelay: true });
    // Here a connection stands at once; elsewhere nothing is sent before the other side has answered.
    const standsAtMs = performance.now() + roundTripMs;
    pass({ from: near, to: far, standsAtMs, delayMs: roundTripMs / 2 });
    pass({ from: far, to: near, standsAtMs, delayMs: roundTripMs / 2 });
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on("close", () => open.delete(socket));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function pass(way: { from: Socket; to: Socket; standsAtMs: number; delayMs: number }): void {
  const { from, to, standsAtMs, delayMs } = way;
  const waiting: (() => void)[] = [];
  const later = (work: () => void): void => {
    const now = performance.now();
    waiting.push(work);
    // In the order in which it came, whichever timer is first.
    setTimeout(() => waiting.shift()?.(), Math.max(now, standsAtMs) + delayMs - now);
  };
  from.on("data", (part) => {
    later(() => to.write(part));
  });
  from.on("end", () => {
    later(() => to.end());
  });
  from.on("error", () => to.destroy());
}
