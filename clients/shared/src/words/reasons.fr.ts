/** Where a reason says something else of a picture. */
export const reasonsFr = {
  picture: {
    minor: 'Montre quelqu’un qui semble mineur',
    third_person: 'Montre ou propose quelqu’un sans son accord',
  } as Partial<Record<string, string>>,
};

export type ReasonsWords = typeof reasonsFr;
