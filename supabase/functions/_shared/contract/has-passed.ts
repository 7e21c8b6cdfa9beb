/** Whether a total reaches the pass mark. Null where nothing was scored or the scenario has no mark: nobody can say. */
export function hasPassed(total: number | null, passMark: number | null): boolean | null {
  return total === null || passMark === null ? null : total >= passMark;
}
