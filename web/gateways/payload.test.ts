import { expect, test } from 'vitest';
import { layOut } from './payload.ts';

test('JSON is indented', () => {
  expect(layOut('{"gateway":"GW-01","points":[{"tag":"A, \\"B\\": {C}","v":1},[]],"meta":{}}').text).toBe(
    [
      '{',
      '  "gateway": "GW-01",',
      '  "points": [',
      '    {',
      '      "tag": "A, \\"B\\": {C}",',
      '      "v": 1',
      '    },',
      '    []',
      '  ],',
      '  "meta": {}',
      '}',
    ].join('\n'),
  );
});

test('every number stays as it was sent', () => {
  expect(layOut('{"v":1e999,"t":1763812799000000001}').text).toBe('{\n  "v": 1e999,\n  "t": 1763812799000000001\n}');
});

test('what is no JSON stays text, and what is no text is said', () => {
  expect(layOut('inverter,tag=x v=1 17\nnext')).toEqual({ kind: 'text', text: 'inverter,tag=x v=1 17\nnext', cut: false, binary: false });
  expect(layOut('{"a":')).toMatchObject({ kind: 'text', text: '{"a":' });
  expect(layOut('\u001f\ufffd\b\u0000x')).toEqual({ kind: 'text', text: '␟\ufffd␈␀x', cut: false, binary: true });
});

test('a sample of all that is kept was longer', () => {
  expect(layOut('ä'.repeat(32 * 1024)).cut).toBe(true);
  expect(layOut('ä'.repeat(32 * 1024 - 1)).cut).toBe(false);
});
