export const assumptionNumbers = (a: any) => ({ value: String(a.value ?? ''), range: '' });
