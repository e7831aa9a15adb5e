/**
 * A row that is found by a text has a row id made from the text: an index beside the table would double the rows written, which
 * are billed, and a table without row ids keeps rows of more than a kilobyte in pages of their own. Two texts may share a slot,
 * so every look-up compares the text itself, and goes on to the next slot where it differs.
 */
export type SlotOf = (text: string) => number;

/** 52 bits: integers that a JavaScript number holds exactly, with room for the slots after. */
export const slotOf: SlotOf = (text) => {
  let low = 0x811c9dc5;
  let high = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    low = Math.imul(low ^ code, 0x85ebca77);
    high = Math.imul(high ^ code, 0xc2b2ae3d);
  }
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  return (high & 0xfffff) * 0x1_0000_0000 + (low >>> 0);
};
