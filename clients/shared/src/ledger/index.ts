export { audit, type Audited, type Seen } from './audit.ts';
export { toHex } from './encoding.ts';
export type { Finding } from './note.ts';
export { checkReceipt, holds, type Checked, type Expected } from './receipt.ts';
