// Charts.
export const charts = {
  'chart.as_table': 'Show as a table',
  'chart.as_picture': 'Show as a chart',
} as const;
