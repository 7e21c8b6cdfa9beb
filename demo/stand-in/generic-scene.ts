import type { Scene, SceneTurn } from "./scene/scene.ts";

const LINES = {
  en: {
    opening: "Hello. I am a practice customer. What can you do for me?",
    unclear: "I am sorry, I did not understand that. Could you say it another way?",
    answer: (text: string) => `You said: ${text} Could you tell me more about that?`,
    expected: [
      "Good morning, how are you today?",
      "What is most important to you?",
      "Let me explain how it works.",
      "What would you like to know?",
      "Can we agree on the next step?",
    ],
  },
  fr: {
    opening: "Bonjour. Je suis un client d'entraînement. Que pouvez-vous faire pour moi ?",
    unclear: "Pardon, je n'ai pas compris. Pouvez-vous le dire autrement ?",
    answer: (text: string) => `Vous avez dit : ${text} Pouvez-vous m'en dire plus ?`,
    expected: [
      "Bonjour, comment allez-vous aujourd'hui ?",
      "Qu'est-ce qui compte le plus pour vous ?",
      "Laissez-moi vous expliquer comment cela marche.",
      "Que voulez-vous savoir ?",
      "Pouvons-nous convenir de la suite ?",
    ],
  },
} as const;

const FRENCH_WORDS = /\b(?:le|la|les|des|est|vous|une|pour|avec|dans)\b/giu;
const ENGLISH_WORDS = /\b(?:the|is|you|are|for|with|and|of|to)\b/giu;

/** A customer for instructions that belong to no known scenario: it repeats what it heard and asks for more. */
export function createGenericScene(instructions: string): Scene {
  const language =
    count(instructions, FRENCH_WORDS) > count(instructions, ENGLISH_WORDS) ? "fr" : "en";
  const lines = LINES[language];
  return {
    language,
    expectedSentences: () => lines.expected,
    reply(turns) {
      const last = findLastLearnerTurn(turns);
      const speech =
        last === undefined
          ? lines.opening
          : last.text === null
            ? lines.unclear
            : lines.answer(endSentence(last.text));
      return { speech, functionCalls: [] };
    },
  };
}

function findLastLearnerTurn(turns: readonly SceneTurn[]): SceneTurn | undefined {
  return turns.findLast(({ speaker }) => speaker === "learner");
}

function endSentence(text: string): string {
  return /[.!?…]$/u.test(text) ? text : `${text}.`;
}

function count(text: string, words: RegExp): number {
  return text.match(words)?.length ?? 0;
}
