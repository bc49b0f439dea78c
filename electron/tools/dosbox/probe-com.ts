/** Assembled from probe.asm; a test compares both. */
export const probeCom: Uint8Array = Buffer.from(
  'uisBuAA9zSFyHInDujcBuUAAtD/NIXIOicG7AgC0QM0huCpMzSG4AUzNIVA6XFBPXFBST0JFAA==',
  'base64',
);
