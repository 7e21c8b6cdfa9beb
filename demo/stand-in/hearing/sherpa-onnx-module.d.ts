declare module "sherpa-onnx" {
  interface OfflineStream {
    acceptWaveform(sampleRate: number, samples: Float32Array): void;
    free(): void;
  }
  export interface OfflineRecognizer {
    createStream(): OfflineStream;
    decode(stream: OfflineStream): void;
    getResult(stream: OfflineStream): { text: string };
  }
  export interface Vad {
    acceptWaveform(samples: Float32Array): void;
    isDetected(): boolean;
    isEmpty(): boolean;
    pop(): void;
    free(): void;
  }
  export function createOfflineRecognizer(config: {
    modelConfig: {
      tokens: string;
      numThreads: number;
      debug: 0 | 1;
      moonshine: { encoder: string; mergedDecoder: string };
    };
  }): OfflineRecognizer;
  export function createVad(config: {
    sileroVad: {
      model: string;
      threshold: number;
      minSilenceDuration: number;
      minSpeechDuration: number;
      maxSpeechDuration: number;
      windowSize: number;
    };
    sampleRate: number;
    numThreads: number;
    debug: 0 | 1;
    bufferSizeInSeconds: number;
  }): Vad;
}
