import { createLmsPage } from "../adapters/lms/browser-lms-page.ts";
import { chooseReporter } from "../adapters/lms/choose-reporter.ts";
import { listenToTags } from "../adapters/lms/listen-to-tags.ts";
import { createStatusLine } from "../adapters/lms/status-line.ts";
import { ENGLISH_LMS, loadLmsTexts } from "../locales/lms-texts.ts";
import { CourseRecorder } from "../session/lms/course-recorder.ts";

// The entry of `maka-voice-coach.lms.js`, which stands beside the tag in a page that a learning platform serves, and
// knows of the tag what every page does: its events.
const line = createStatusLine(ENGLISH_LMS, loadLmsTexts);
const recorder = new CourseRecorder(chooseReporter(), createLmsPage(line.say));
listenToTags(recorder, line.follow);
