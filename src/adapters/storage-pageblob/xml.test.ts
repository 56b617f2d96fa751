import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePageList } from './page-list.ts';
import { parseSnapshotList } from './snapshot-list.ts';
import { childText, parseXml } from './xml.ts';

describe('the XML of the service', () => {
  test('elements, attributes, entities and text', () => {
    const source =
      '\uFEFF<?xml version="1.0" encoding="utf-8"?>\n<Error xmlns="x"><Code>A&lt;B&amp;lt;</Code>\n<Message a=\'1\' b="2"/></Error>\n';
    const root = parseXml(source);
    expect(root?.name).toBe('Error');
    expect(root && childText(root, 'Code')).toBe('A<B&lt;');
    expect(root && childText(root, 'Message')).toBe('');
    expect(root && childText(root, 'None')).toBeUndefined();
  });

  test.each([
    ['nothing', ''],
    ['text alone', 'Service unavailable'],
    ['an unclosed element', '<a><b></b>'],
    ['elements that cross', '<a><b></a></b>'],
    ['two roots', '<a/><b/>'],
    ['text after the root', '<a/>x'],
    ['a closing tag alone', '</a>'],
    ['a document type, with which entities could be declared', '<!DOCTYPE html><html></html>'],
    ['a stray bracket', '<a>1 < 2</a>'],
    ['absurd depth', `${'<a>'.repeat(40)}${'</a>'.repeat(40)}`],
  ])('%s is not well-formed', (_, source) => {
    expect(parseXml(source)).toBeUndefined();
  });

  test('no input makes it throw or hang', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '/',
      'a',
      ' ',
      '<a>',
      '</a>',
      '<a/>',
      '&lt;',
      '&',
      '"',
      "='",
      '<?xml',
      '?>',
      '\n',
    );
    const anything = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 200 }).map((parts) => parts.join('')),
    );
    fc.assert(fc.property(anything, (source) => void parseXml(source)));
  });
});

describe('a page list', () => {
  test('has half-open extents, and a marker when it goes on', () => {
    const range = (start: number, end: number): string =>
      `<PageRange><Start>${start}</Start><End>${end}</End></PageRange>`;
    const clear = '<ClearRange><Start>512</Start><End>1023</End></ClearRange>';
    const source = `<PageList>${range(0, 511)}${clear}${range(1024, 4095)}<NextMarker>m</NextMarker></PageList>`;
    expect(parsePageList(source)).toEqual({
      written: [
        { offsetBytes: 0, lengthBytes: 512 },
        { offsetBytes: 1024, lengthBytes: 3072 },
      ],
      cleared: [{ offsetBytes: 512, lengthBytes: 512 }],
      nextMarker: 'm',
    });
    expect(parsePageList('<PageList><NextMarker /></PageList>')).toEqual({
      written: [],
      cleared: [],
      nextMarker: null,
    });
  });

  test.each([
    '<html><body>Sign in</body></html>',
    '<PageList><PageRange><Start>0</Start></PageRange></PageList>',
    '<PageList><PageRange><Start>512</Start><End>511</End></PageRange></PageList>',
    '<PageList><PageRange><Start>-512</Start><End>511</End></PageRange></PageList>',
    '<PageList><PageRange><Start>0x0</Start><End>511</End></PageRange></PageList>',
  ])('%s is none', (source) => {
    expect(parsePageList(source)).toBeUndefined();
  });
});

describe('a list of blobs', () => {
  const blob = (name: string, snapshot = ''): string =>
    `<Blob><Name>${name}</Name>${snapshot && `<Snapshot>${snapshot}</Snapshot>`}<Properties><Etag>e</Etag></Properties></Blob>`;
  const list = (...blobs: readonly string[]): string =>
    `<?xml version="1.0"?><EnumerationResults ServiceEndpoint="https://a.example/" ContainerName="c"><Prefix>d</Prefix><Blobs>${blobs.join('')}</Blobs><NextMarker /></EnumerationResults>`;

  test('tells the snapshots of one blob, and no other of the same prefix', () => {
    const source = list(blob('d', '2026-01-01'), blob('d', '2026-01-02'), blob('d'), blob('d2', '2026-01-03'));
    expect(parseSnapshotList(source, 'd')).toEqual({ snapshots: ['2026-01-01', '2026-01-02'], nextMarker: null });
    expect(parseSnapshotList(list(), 'd')).toEqual({ snapshots: [], nextMarker: null });
  });

  test.each(['<html><body>Sign in</body></html>', '<EnumerationResults />', list('<Blob />'), list('<Page />')])(
    '%s is none',
    (source) => {
      expect(parseSnapshotList(source, 'd')).toBeUndefined();
    },
  );
});
