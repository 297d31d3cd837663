import { expect, test } from 'vitest';
import { dispatched } from '../../../src/domain/call/call-transitions.ts';
import { fromDispatched, toCall } from '../../../src/storage/mongodb/call-documents.ts';
import { newCall, NOON } from '../../support/call-fixture.ts';

test('a call of a version that told no versions of partials has that of its template', () => {
  const template = { id: 'support/reply', version: 3, label: null, unknownVariables: [] };
  const versionsOf = (changes: Parameters<typeof newCall>[1]) => {
    const { templateVersions: _, ...older } = fromDispatched(
      dispatched(newCall('project', changes), NOON),
      [],
    );
    return toCall(older).templateVersions;
  };
  expect(versionsOf({ template })).toEqual([{ id: 'support/reply', version: 3 }]);
  expect(versionsOf({ template: null })).toEqual([]);
});
