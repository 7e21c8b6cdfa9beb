const TITLE = /^(?:m|mr|mrs|ms|mme|mlle|dr|pr|prof|herr|frau)\.?$/i;

/** What a persona is called in a line of captions: the first name, unless that is only a title. */
export function shortNameOf(name: string): string {
  const [first = ""] = name.trim().split(/\s+/);
  return TITLE.test(first) ? name : first;
}
