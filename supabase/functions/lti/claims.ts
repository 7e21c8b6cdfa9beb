/** What stands before the names of LTI's own claims. */
export const LTI = "https://purl.imsglobal.org/spec/lti/claim/";
/** What stands before those of Deep Linking. */
export const DEEP_LINKING = "https://purl.imsglobal.org/spec/lti-dl/claim/";
/** Where scores go (Assignment and Grade Services). */
export const AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint";
