/** jsdom has no layout: media queries answer as a window of this width would. */
export function setViewport(width: number) {
  window.matchMedia = (query: string) => {
    const most = /max-width:\s*([\d.]+)px/.exec(query);
    return {
      matches: most ? width <= Number(most[1]) : false,
      media: query,
      addEventListener: () => {},
      removeEventListener: () => {},
    } as unknown as MediaQueryList;
  };
}
