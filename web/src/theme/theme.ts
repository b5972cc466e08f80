// The theme holds all of the looks: one typeface, four text sizes, an 8 px grid, one accent.
import { type CSSVariablesResolver, createTheme } from '@mantine/core';
import { amber, dark, gray, red, spruce, type Tones, tones } from './palette';

export const theme = createTheme({
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, monospace',
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '22px' },
  lineHeights: { xs: '1.35', sm: '1.45', md: '1.45', lg: '1.4', xl: '1.25' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '22px', lineHeight: '1.25' },
      h2: { fontSize: '16px', lineHeight: '1.4' },
      h3: { fontSize: '14px', lineHeight: '1.45' },
      h4: { fontSize: '14px', lineHeight: '1.45' },
    },
  },
  spacing: { xs: '4px', sm: '8px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'md',
  primaryColor: 'spruce',
  primaryShade: { light: 7, dark: 6 },
  colors: { spruce, gray, dark, amber, red },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'xs' } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: false } },
    Modal: { defaultProps: { centered: true, radius: 'lg', transitionProps: { duration: 120 } } },
    TextInput: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs', comboboxProps: { shadow: 'md' } } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Menu: { defaultProps: { shadow: 'md', position: 'bottom-end' } },
  },
});

function asVariables(t: Tones): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [name, value] of Object.entries(t))
    out[`--v-${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`] = value;
  out['--mantine-color-dimmed'] = t.dimmed;
  out['--mantine-color-body'] = t.ground;
  out['--mantine-color-text'] = t.text;
  out['--mantine-color-error'] = t.loss;
  out['--mantine-color-placeholder'] = t.dimmed;
  out['--mantine-color-anchor'] = t.accent;
  return out;
}

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: asVariables(tones.light),
  dark: asVariables(tones.dark),
});
