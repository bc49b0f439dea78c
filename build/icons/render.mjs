/**
 * Makes the PNG and ICO icons beside this file out of icon.svg, with a Chromium that is already on this machine:
 *
 *   node build/icons/render.mjs /usr/bin/chromium
 */
import { chromium } from '@playwright/test';
import fs from 'node:fs';
import path from 'node:path';

const sizes = [16, 24, 32, 48, 64, 128, 256, 512];
/** Windows shows nothing larger than 256 out of an ICO file. */
const icoSizes = sizes.filter((size) => size <= 256);

const folder = import.meta.dirname;
const svg = fs.readFileSync(path.join(folder, 'icon.svg'), 'utf8');

/**
 * An ICO file that holds PNG images, as Windows Vista and newer read it.
 * @param {{ size: number, png: Buffer }[]} images size in pixels
 */
function ico(images) {
  const headerBytes = 6 + 16 * images.length;
  const header = Buffer.alloc(headerBytes);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.length, 4);
  let offset = headerBytes;
  for (const [index, { size, png }] of images.entries()) {
    const at = 6 + 16 * index;
    header.writeUInt8(size % 256, at); // 256 is written as 0
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4); // colour planes
    header.writeUInt16LE(32, at + 6); // bits a pixel
    header.writeUInt32LE(png.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([header, ...images.map(({ png }) => png)]);
}

const browser = await chromium.launch({ executablePath: process.argv[2], args: ['--no-sandbox'] });
const images = [];
for (const size of sizes) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body { margin: 0 } svg { display: block; width: ${size}px }</style>${svg}`);
  const png = await page.screenshot({ omitBackground: true });
  fs.writeFileSync(path.join(folder, `${size}x${size}.png`), png);
  images.push({ size, png });
}
await browser.close();
fs.writeFileSync(path.join(folder, 'icon.ico'), ico(images.filter(({ size }) => icoSizes.includes(size))));
