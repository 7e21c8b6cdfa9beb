import { createSocket, type Socket } from "node:dgram";
import type { NetworkFault } from "./faults.ts";

const LOOPBACK_CANDIDATE = /^a=candidate:\S+ \d udp \d+ (\S+) (\d+) /gim;

/** A UDP relay before one port of a call: packets pass, late, lost or not at all, as the fault of the moment says. */
export class UdpRelay {
  /** May be changed while packets flow. */
  fault: NetworkFault;
  readonly #host: string;
  readonly #targetPort: number;
  readonly #front = createSocket("udp4");
  /** One socket towards the target for each sender, so that answers find their way back. */
  readonly #backs = new Map<string, Socket>();
  readonly #random = createRandom();
  #isClosed = false;

  constructor(host: string, targetPort: number, fault: NetworkFault) {
    this.#host = host;
    this.#targetPort = targetPort;
    this.fault = fault;
    this.#front.on("message", (packet, sender) => {
      const back = this.#backTo(sender.address, sender.port);
      this.#pass(() => {
        back.send(packet, this.#targetPort, this.#host);
      });
    });
  }

  /** Opens the relay and returns its port. */
  async listen(): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#front.once("error", reject);
      this.#front.bind(0, this.#host, resolve);
    });
    return this.#front.address().port;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#front.close();
    for (const back of this.#backs.values()) back.close();
  }

  #backTo(address: string, port: number): Socket {
    const key = `${address}:${port}`;
    const known = this.#backs.get(key);
    if (known) return known;
    const back = createSocket("udp4");
    back.on("message", (packet) => {
      this.#pass(() => {
        this.#front.send(packet, port, address);
      });
    });
    back.bind(0, this.#host);
    this.#backs.set(key, back);
    return back;
  }

  #pass(send: () => void): void {
    const { delayMs, jitterMs, lossPercent, isCut } = this.fault;
    if (isCut || this.#random() * 100 < lossPercent) return;
    const waitMs = delayMs + jitterMs * (this.#random() * 2 - 1);
    const sendIfOpen = () => {
      if (!this.#isClosed) send();
    };
    if (waitMs > 0) setTimeout(sendIfOpen, waitMs);
    else sendIfOpen();
  }
}

/** Numbers from 0 to 1, the same ones for each relay, so that a bad network is bad in the same way again. */
function createRandom(): () => number {
  let state = 0x9e37_79b9;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Puts a relay before every UDP candidate of an answer and writes its port there. */
export async function relayAnswer(
  answer: string,
  host: string,
  fault: NetworkFault,
): Promise<{ answer: string; relays: UdpRelay[] }> {
  const relays: UdpRelay[] = [];
  let relayed = answer;
  const ports = new Set(
    [...answer.matchAll(LOOPBACK_CANDIDATE)]
      .filter(([, address]) => address === host)
      .map(([, , port]) => Number(port)),
  );
  for (const port of ports) {
    const relay = new UdpRelay(host, port, fault);
    relays.push(relay);
    relayed = relayed.replaceAll(`${host} ${port} `, `${host} ${await relay.listen()} `);
  }
  return { answer: relayed, relays };
}
