/** `1.5` times ten to the power as a decimal without exponent, superfluous zeros or a negative zero. */
export function plainDecimal(mantissa: string, power: number, isNegative: boolean): string {
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = whole + fraction;
  const point = whole.length + power;
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  const integer = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  const rest = padded.slice(at).replace(/0+$/, '');
  const decimal = rest === '' ? integer : `${integer}.${rest}`;
  return isNegative && decimal !== '0' ? `-${decimal}` : decimal;
}
