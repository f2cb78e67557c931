/** A place in millionths of a degree (WGS 84). */
export interface Place {
  latitudeMicro: number;
  longitudeMicro: number;
}

/** 30848321, 116359000 → 30.84832°N 116.35900°E */
export const formatPosition = ({ latitudeMicro, longitudeMicro }: Place): string => {
  const degrees = (micro: number, above: string, below: string) =>
    `${(Math.abs(micro) / 1e6).toFixed(5)}°${micro < 0 ? below : above}`;
  return `${degrees(latitudeMicro, 'N', 'S')} ${degrees(longitudeMicro, 'E', 'W')}`;
};

/** Where the device is; the browser asks the person first. Rejects when he refuses or it cannot tell. */
export const whereAmI = () =>
  new Promise<Place>((done, fail) => {
    if (!('geolocation' in navigator)) return fail(new Error('no geolocation'));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        done({
          latitudeMicro: Math.round(coords.latitude * 1e6),
          longitudeMicro: Math.round(coords.longitude * 1e6),
        }),
      fail,
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 },
    );
  });
