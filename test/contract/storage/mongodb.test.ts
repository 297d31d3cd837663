import { openMongoFixture } from '../../support/mongo-fixture.ts';
import { describeWithMongo } from '../../support/shared-mongo.ts';
import { describeStorageContract } from './storage-contract.ts';

await describeWithMongo('the contract', (server) => {
  describeStorageContract('MongoDB', () => openMongoFixture(server));
});
