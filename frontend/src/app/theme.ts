import type { ThemeConfig } from 'antd';

/** Mirrors styles/tokens.css. */
export const colors = {
  primary: '#1b4f8a',
  success: '#256b43',
  warning: '#8a5a00',
  error: '#b3261e',
  text: '#1c2430',
  textSoft: '#55606e',
  border: '#d8dee6',
  bg: '#f3f5f7',
} as const;

const font =
  '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", system-ui, sans-serif';

/** Readers who asked for less motion get none: antd's own switch, since cutting its animations short leaves popups misplaced. */
export const themeFor = (still: boolean): ThemeConfig => ({
  token: {
    motion: !still,
    colorPrimary: colors.primary,
    colorInfo: colors.primary,
    colorLink: colors.primary,
    colorSuccess: colors.success,
    colorWarning: colors.warning,
    // antd would make the ground from the dark word colour, and it would be olive.
    colorWarningBg: '#fdf3dd',
    colorWarningBorder: '#e6cb8c',
    colorError: colors.error,
    colorTextBase: colors.text,
    colorTextSecondary: colors.textSoft,
    colorTextTertiary: colors.textSoft,
    colorTextDescription: colors.textSoft,
    colorTextPlaceholder: '#667080',
    colorBorder: '#aab4c0',
    colorBorderSecondary: colors.border,
    colorBgLayout: colors.bg,
    borderRadius: 4,
    controlHeight: 34,
    fontFamily: font,
  },
});
