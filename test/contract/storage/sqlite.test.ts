import { openSqliteFixture } from '../../support/sqlite-fixture.ts';
import { describeStorageContract } from './storage-contract.ts';

describeStorageContract('SQLite', openSqliteFixture);
