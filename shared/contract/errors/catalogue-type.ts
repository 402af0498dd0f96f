/** What a person is told: one sentence on what happened, one on what to do next. English; the windows have their own words by code. */
export type ErrorCatalogue = Readonly<
  Record<`${Uppercase<string>}`, { readonly sentence: string; readonly next: string }>
>;
