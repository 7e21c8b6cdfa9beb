/** The English words of the microphone check, which come with its download. */
export const englishCheck = {
  checkTitle: "Say something: we show what we hear",
  microphone: "Microphone",
  call: (name: string) => `Call ${name}`,
  hearing: {
    waiting: "Listening…",
    good: "Good, we hear you well.",
    quiet: "We hear you, but faintly. Come closer, or turn the microphone up.",
    nothing: "We hear no voice yet. Say a sentence, or choose another microphone.",
    silent:
      "Nothing at all arrives. The microphone may be switched off, or another program may hold it.",
  },
};
