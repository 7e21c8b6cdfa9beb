declare module "@echogarden/espeak-ng-emscripten" {
  interface EspeakWorker {
    set_voice(name: string, language: string, gender: number, age: number, variant: number): number;
    set_rate(wordsPerMinute: number): void;
    synthesize(text: string, onChunk: (samples: ArrayBuffer | null) => boolean): void;
  }
  interface EspeakModule {
    eSpeakNGWorker: new () => EspeakWorker;
  }
  function createEspeak(): Promise<EspeakModule>;
  export = createEspeak;
}
