// Kuviot.
export const charts = {
  'chart.as_table': 'Näytä taulukkona',
  'chart.as_picture': 'Näytä kuviona',
} as const;
