/** Fonts differ from machine to machine, and pictures with them. Tests of pictures start Chromium with these alone. */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const files = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'];

/** Where distributions keep them. */
const folders = [
  '/usr/share/fonts/truetype/dejavu',
  '/usr/share/fonts/dejavu-sans-fonts',
  '/usr/share/fonts/dejavu',
  '/usr/share/fonts/TTF',
];

/** The folder of this machine that has the fonts, or null. */
export function findFixedFonts() {
  return folders.find((folder) => files.every((file) => existsSync(join(folder, file)))) ?? null;
}

/**
 * Writes a configuration of fontconfig that knows the two fonts and no folder of this machine.
 * Answers its path, for `FONTCONFIG_FILE`; where the fonts are missing, null: the pictures will differ.
 */
export function prepareFixedFonts() {
  const source = findFixedFonts();
  if (source === null) return null;
  const root = mkdtempSync(join(tmpdir(), 'lockstep-fonts-'));
  const fonts = join(root, 'fonts');
  mkdirSync(fonts);
  for (const file of files) copyFileSync(join(source, file), join(fonts, file));
  const configuration = join(root, 'fonts.conf');
  writeFileSync(configuration, configurationText(fonts, join(root, 'cache')));
  return configuration;
}

/**
 * Edges are grey, never coloured, and no hinting bends the outlines: that too differs between machines.
 * @param {string} fonts @param {string} cache
 */
function configurationText(fonts, cache) {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>${fonts}</dir>
  <cachedir>${cache}</cachedir>
  <match target="font">
    <edit name="antialias" mode="assign"><bool>true</bool></edit>
    <edit name="hinting" mode="assign"><bool>false</bool></edit>
    <edit name="autohint" mode="assign"><bool>false</bool></edit>
    <edit name="rgba" mode="assign"><const>none</const></edit>
  </match>
</fontconfig>
`;
}
