/** The kinds of change, each with its verb among a project's allowed actions. */
export const VERBS = {
  PROJECT_CHANGE_KIND_AMEND: 'amend',
  PROJECT_CHANGE_KIND_SUSPEND: 'suspend',
  PROJECT_CHANGE_KIND_RESUME: 'resume',
  PROJECT_CHANGE_KIND_FAIL: 'fail',
} as const;

export type Kind = keyof typeof VERBS;
export const KINDS = Object.keys(VERBS) as Kind[];
