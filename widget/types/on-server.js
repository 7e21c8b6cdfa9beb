/** What a server that renders pages gets in place of the tag, which only a browser can define. */
export class MakaVoiceCoach {}
