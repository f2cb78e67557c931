export interface SetupValues {
  setupCode: string;
  regionCode: string;
  name: string;
  city: string;
  /** The file in base64; empty for the built-in list. */
  divisions: string;
}

/** The county whose list of divisions the program brings along. */
const BUILT_IN = '340828000000';

/** 340828 stands for 340828000000. */
export const wholeCode = (typed: string) => {
  const code = typed.trim();
  return code.length === 6 ? `${code}000000` : code;
};

export const isCountyCode = (typed: string) => /^\d{6}(000000)?$/.test(typed.trim());
export const hasBuiltIn = (typed: string) => wholeCode(typed) === BUILT_IN;

export const messageOf = (values: SetupValues) => ({
  setupCode: values.setupCode.trim(),
  regionCode: wholeCode(values.regionCode),
  name: values.name.trim(),
  city: values.city.trim(),
  ...(values.divisions ? { divisions: values.divisions } : {}),
});
