declare module "ggwave" {
  type Instance = number;
  interface Parameters {
    sampleRateInp: number;
    sampleRateOut: number;
  }
  interface Ggwave {
    readonly ProtocolId: { readonly GGWAVE_PROTOCOL_AUDIBLE_FAST: object };
    disableLog(): void;
    getDefaultParameters(): Parameters;
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
