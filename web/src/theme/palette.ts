// Every colour of the application. Charts and CSS both take theirs from here, so that a thing has one colour everywhere.
import type { MantineColorsTuple } from '@mantine/core';

export const spruce: MantineColorsTuple = [
  '#edf7f2',
  '#d9ece3',
  '#b3d8c7',
  '#8bc4aa',
  '#67b18f',
  '#479c78',
  '#2a7d5d',
  '#1f7054',
  '#145843',
  '#0b4131',
];

export const gray: MantineColorsTuple = [
  '#f7f8f8',
  '#f0f2f2',
  '#e5e8e8',
  '#d6dada',
  '#bac1c1',
  '#8f9898',
  '#616b6b',
  '#4a5353',
  '#323939',
  '#1c2121',
];

export const dark: MantineColorsTuple = [
  '#dde2e0',
  '#bac3c0',
  '#9aa4a1',
  '#6f7876',
  '#424948',
  '#333938',
  '#262b2a',
  '#191d1c',
  '#131615',
  '#0d100f',
];

export const amber: MantineColorsTuple = [
  '#fdf5e3',
  '#f9e8c0',
  '#f3d48a',
  '#ecbf55',
  '#e0a82e',
  '#c48d17',
  '#a1710c',
  '#825a08',
  '#654605',
  '#493203',
];

export const red: MantineColorsTuple = [
  '#fdefed',
  '#fadbd7',
  '#f3b3ab',
  '#ec897e',
  '#e26558',
  '#d1463a',
  '#b93429',
  '#9a271e',
  '#7a1d16',
  '#5a140f',
];

/** Meaning of a colour in one scheme: text on the page's ground, lines, chart series. Contrast is at least 4.5 for text. */
export interface Tones {
  text: string;
  dimmed: string;
  line: string;
  ground: string;
  raised: string;
  hover: string;
  selected: string;
  accent: string;
  accentBand: string;
  like: string;
  likeBand: string;
  returns: string;
  attention: string;
  loss: string;
}

export const tones: Record<'light' | 'dark', Tones> = {
  light: {
    text: gray[9],
    dimmed: '#5a6464',
    line: gray[2],
    ground: '#ffffff',
    raised: gray[0],
    hover: gray[1],
    selected: spruce[0],
    accent: spruce[7],
    accentBand: 'rgba(31, 112, 84, 0.16)',
    like: '#6c7676',
    likeBand: 'rgba(108, 118, 118, 0.14)',
    returns: red[6],
    attention: amber[7],
    loss: red[6],
  },
  dark: {
    text: dark[0],
    dimmed: dark[2],
    line: dark[5],
    ground: dark[7],
    raised: dark[8],
    hover: dark[6],
    selected: '#17302a',
    accent: spruce[4],
    accentBand: 'rgba(103, 177, 143, 0.20)',
    like: dark[2],
    likeBand: 'rgba(154, 164, 161, 0.18)',
    returns: red[3],
    attention: amber[3],
    loss: red[3],
  },
};
