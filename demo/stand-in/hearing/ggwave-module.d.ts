declare module "ggwave" {
  type Instance = number;
  interface Parameters {
    sampleRateInp: number;
    sampleRateOut: number;
    operatingMode: number;
  }
  interface Ggwave {
    readonly ProtocolId: { readonly GGWAVE_PROTOCOL_AUDIBLE_FAST: object };
    readonly GGWAVE_OPERATING_MODE_RX: number;
    readonly GGWAVE_OPERATING_MODE_TX: number;
    /** Its whole memory. */
    readonly HEAP8: Int8Array;
    disableLog(): void;
    getDefaultParameters(): Parameters;
    /** Below zero where four instances are open. */
    init(parameters: Parameters): Instance;
    encode(instance: Instance, text: string, protocol: object, volume: number): Int8Array;
    decode(instance: Instance, samples: Int8Array): Int8Array | null;
    free(instance: Instance): void;
  }
  function createGgwave(options: {
    print(line: string): void;
    printErr(line: string): void;
  }): Promise<Ggwave>;
  export = createGgwave;
}
